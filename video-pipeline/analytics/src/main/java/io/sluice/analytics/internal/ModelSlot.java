package io.sluice.analytics.internal;

import io.sluice.analytics.internal.stage.AlgorithmLoader;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.analytics.internal.stage.OperatorMissing;
import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.accel.Placement;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelRepository;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The algorithm in use, kept equal to what the repository, the placement and the operators offer. A changed one is loaded and
 * warmed on a thread of its own while the one in use goes on, and exchanged between two pictures; one that is refused leaves
 * the one in use. Used by the analysis's thread only.
 */
final class ModelSlot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelSlot.class);
    /** A repository that restarts lists its models again after a moment. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long RECHECK_MILLIS = 1000;
    /** Room may come free without a word; asking is cheap. */
    private static final long ROOM_MILLIS = 5000;

    private final Services services;
    private final AnalysisStatus status;
    private final BiFunction<ModelRepository, String, Optional<AlgorithmDescriptor>> choice;
    private final boolean patient;
    private Optional<LoadedAlgorithm> loaded = Optional.empty();
    private Optional<Wanted> loadedFor = Optional.empty();
    private Optional<Wanted> refused = Optional.empty();
    private Optional<Preparation<LoadedAlgorithm>> next = Optional.empty();
    private Optional<Wanted> nextFor = Optional.empty();
    private Optional<Runnable> trouble = Optional.empty();
    private Use use = new Use("", 0, "");
    private long knownChanges;
    private boolean stale = true;
    private long retryFrom = System.nanoTime();
    private boolean missing;
    private long missingSince;

    /**
     * @param choice finds the version to use
     * @param patient whether nobody waits for it: then the first one too is loaded on a thread of its own, and it is promised
     *     no time
     */
    ModelSlot(
            Services services,
            AnalysisStatus status,
            BiFunction<ModelRepository, String, Optional<AlgorithmDescriptor>> choice,
            boolean patient) {
        this.services = services;
        this.status = status;
        this.choice = choice;
        this.patient = patient;
    }

    /** The algorithm to use for the next picture; empty when there is none, which the status then tells. */
    Optional<LoadedAlgorithm> current(Settings settings) {
        String id = settings.analysis().modelId();
        Use wantedUse = patient ? settings.use().withoutReserve() : settings.use();
        if (loadedFor.isPresent() && !loadedFor.get().algorithm().id().equals(id)) {
            close();
        }
        if (next.isPresent() && next.get().done()) {
            takeNext();
        }
        long changes = services.changes();
        if (stale && System.nanoTime() - retryFrom >= 0 || missing || changes != knownChanges || !wantedUse.equals(use)) {
            knownChanges = changes;
            use = wantedUse;
            stale = false;
            refresh(id);
        }
        loaded.ifPresent(LoadedAlgorithm::betweenPictures);
        return loaded;
    }

    /** Says again what is wrong with the algorithm, though one may be in use. @return whether something is */
    boolean tellTrouble() {
        trouble.ifPresent(Runnable::run);
        return trouble.isPresent();
    }

    /** Whether the algorithm in use can report a label; true when there is none. */
    boolean knows(String label) {
        return loaded.map(algorithm -> algorithm.descriptor().labels().isEmpty()
                || algorithm.descriptor().labels().contains(label)).orElse(true);
    }

    /** Waits for a change of the services, a moment at most. */
    void awaitChange() throws InterruptedException {
        services.awaitChange(knownChanges, RECHECK_MILLIS);
    }

    /** Gives the algorithm up, such as after it failed; the next {@link #current} loads it again. */
    @Override
    public void close() {
        dropNext();
        closeLoaded();
        refused = Optional.empty();
        missing = false;
        stale = true;
        retryFrom = System.nanoTime();
    }

    private void refresh(String id) {
        if (loadedFor.isPresent() && !services.offers(loadedFor.get())) {
            dropNext();
            closeLoaded();
            refused = Optional.empty();
        }
        Optional<ModelRepository> models = services.models.get();
        Optional<AlgorithmDescriptor> found = models.flatMap(repository -> choice.apply(repository, id));
        Optional<Placement> placement = services.placement();
        if (placement.isEmpty() && found.map(algorithm -> !algorithm.models().isEmpty()).orElse(loaded.isEmpty())) {
            trouble(services.placementSeen() ? status::placementMissing : status::acceleratorMissing);
        } else if (found.isEmpty()) {
            outlast(models.isPresent());
        } else {
            missing = false;
            want(services.wanted(found.get(), use, placement));
        }
    }

    private void want(Wanted wanted) {
        if (wanted.missingOperator().isPresent()) {
            closeLoaded();
            trouble(() -> status.operatorMissing(wanted.missingOperator().get()));
        } else if (loadedFor.equals(Optional.of(wanted))) {
            dropNext();
            refused = Optional.empty();
            trouble = Optional.empty();
        } else if (!refused.equals(Optional.of(wanted)) && !underway(wanted)) {
            dropNext();
            if (loaded.isPresent() || patient) {
                prepare(wanted);
            } else {
                use(wanted, () -> load(wanted));
            }
        }
    }

    /** Whether it is being loaded, be it without a promise at first. */
    private boolean underway(Wanted wanted) {
        return nextFor.equals(Optional.of(wanted)) || nextFor.equals(Optional.of(wanted.withoutReserve()));
    }

    /** @param listed whether there is a repository, and it lacks the model */
    private void outlast(boolean listed) {
        if (!listed && loaded.isPresent()) {
            return;
        }
        if (!missing) {
            missing = true;
            missingSince = System.nanoTime();
        }
        if (loaded.isEmpty() || System.nanoTime() - missingSince > PATIENCE_NANOS) {
            close();
            missing = true;
            stale = false;
            trouble(status::modelMissing);
        }
    }

    private void prepare(Wanted wanted) {
        dropNext();
        nextFor = Optional.of(wanted);
        next = Optional.of(new Preparation<>(
                Thread.currentThread().getName() + "-load", () -> load(wanted), services::changed));
    }

    private void takeNext() {
        Wanted wanted = nextFor.orElseThrow();
        try (Preparation<LoadedAlgorithm> prepared = next.orElseThrow()) {
            next = Optional.empty();
            nextFor = Optional.empty();
            use(wanted, prepared::take);
        }
    }

    private static LoadedAlgorithm load(Wanted wanted) {
        return new AlgorithmLoader(wanted.placementOrNone(), wanted::operator).load(wanted.algorithm(), wanted.use());
    }

    /** Exchanges the algorithm in use for another, or tells why not. */
    private void use(Wanted wanted, Supplier<LoadedAlgorithm> source) {
        try {
            LoadedAlgorithm fresh = source.get();
            closeLoaded();
            loaded = Optional.of(fresh);
            loadedFor = Optional.of(wanted);
            refused = Optional.empty();
            trouble = Optional.empty();
            stale = !wanted.use().equals(use);
            LOG.info("Uses {} version {}: {}", wanted.algorithm().id(), wanted.algorithm().version(),
                    fresh.slowestPlace().map(place -> place.acceleratorId() + ", " + place.reason()).orElse("no model"));
        } catch (InvalidInputException wrong) {
            refuse(wanted, () -> status.argumentsInvalid(wrong));
        } catch (RejectedException unfit) {
            if (inTheWay(wanted, unfit)) {
                prepare(wanted.withoutReserve());
                return;
            }
            Optional<AlgorithmDescriptor> running = loaded.map(LoadedAlgorithm::descriptor);
            boolean noRoom = unfit.code().equals(AnalysisStatus.DOES_NOT_FIT);
            if (!noRoom || trouble.isEmpty()) {
                LOG.warn("{} version {} is refused", wanted.algorithm().id(), wanted.algorithm().version(), unfit);
            }
            refuse(wanted, () -> running.ifPresentOrElse(
                    active -> status.updateRejected(active, wanted.algorithm(), unfit),
                    () -> status.modelRejected(unfit)));
            if (noRoom) {
                refused = Optional.empty();
                retry(ROOM_MILLIS);
            }
        } catch (OperatorMissing absent) {
            retry(RECHECK_MILLIS);
            trouble(() -> status.operatorMissing(absent.operator()));
        } catch (UnavailableException away) {
            retry(RECHECK_MILLIS);
            trouble(() -> status.unavailable(away));
        }
    }

    /** Not at every picture where one is in use. */
    private void retry(long millis) {
        stale = true;
        retryFrom = System.nanoTime() + millis * 1_000_000;
    }

    /**
     * Whether the version in use takes the very room that its successor needs. Then the successor is first used without a
     * promise of its own, and asks for it once the other's is free.
     */
    private boolean inTheWay(Wanted wanted, RejectedException unfit) {
        if (!unfit.code().equals(AnalysisStatus.DOES_NOT_FIT) || loadedFor.isEmpty()) {
            return false;
        }
        if (loadedFor.get().equals(wanted.withoutReserve())) {
            // Its room was free, and does not suffice: what does not fit must not run at the cost of others.
            closeLoaded();
            return false;
        }
        return loadedFor.get().use().framesPerSecond() > 0 && wanted.use().framesPerSecond() > 0;
    }

    private void refuse(Wanted wanted, Runnable tell) {
        refused = Optional.of(wanted);
        trouble(tell);
    }

    private void closeLoaded() {
        loaded.ifPresent(LoadedAlgorithm::close);
        loaded = Optional.empty();
        loadedFor = Optional.empty();
    }

    private void dropNext() {
        next.ifPresent(Preparation::close);
        next = Optional.empty();
        nextFor = Optional.empty();
    }

    private void trouble(Runnable tell) {
        trouble = Optional.of(tell);
        tell.run();
    }
}
