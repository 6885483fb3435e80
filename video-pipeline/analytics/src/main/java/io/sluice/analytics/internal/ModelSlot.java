package io.sluice.analytics.internal;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelRepository;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model in use, kept equal to what the repository and the accelerator offer. A changed model is loaded before the
 * one in use is closed, and one that is refused leaves the one in use. Used by the analysis's thread only.
 */
final class ModelSlot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelSlot.class);
    /** A repository that restarts lists its models again after a moment. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long RECHECK_MILLIS = 1000;

    private final Services services;
    private final AnalysisStatus status;
    private Optional<LoadedModel> loaded = Optional.empty();
    private Optional<Accelerator> owner = Optional.empty();
    private Optional<ModelDescriptor> refused = Optional.empty();
    private Optional<Runnable> trouble = Optional.empty();
    private long knownChanges;
    private boolean stale = true;
    private boolean missing;
    private long missingSince;

    ModelSlot(Services services, AnalysisStatus status) {
        this.services = services;
        this.status = status;
    }

    /** The model to use for the next picture; empty when there is none, which the status then tells. */
    Optional<LoadedModel> current(String modelId) {
        if (loaded.isPresent() && !loaded.get().descriptor().id().equals(modelId)) {
            close();
        }
        long changes = services.changes();
        if (stale || missing || changes != knownChanges) {
            knownChanges = changes;
            stale = false;
            refresh(modelId);
        }
        return loaded;
    }

    /** Says again what is wrong with the model, though one may be in use. @return whether something is */
    boolean tellTrouble() {
        trouble.ifPresent(Runnable::run);
        return trouble.isPresent();
    }

    /** Whether the model in use can report a label; true when there is none. */
    boolean knows(String label) {
        return loaded.map(model -> model.descriptor().labels().contains(label)).orElse(true);
    }

    /** Waits for a change of the services, a moment at most. */
    void awaitChange() throws InterruptedException {
        services.awaitChange(knownChanges, RECHECK_MILLIS);
    }

    /** Gives the model up, such as after it failed; the next {@link #current} loads it again. */
    @Override
    public void close() {
        loaded.ifPresent(LoadedModel::close);
        loaded = Optional.empty();
        refused = Optional.empty();
        missing = false;
        stale = true;
    }

    private void refresh(String modelId) {
        Optional<Accelerator> accelerator = services.accelerator.get();
        if (!accelerator.equals(owner)) {
            close();
            stale = false;
            owner = accelerator;
        }
        if (accelerator.isEmpty()) {
            trouble(status::acceleratorMissing);
            return;
        }
        Optional<ModelRepository> models = services.models.get();
        Optional<ModelDescriptor> wanted = models.flatMap(repository -> repository.find(modelId));
        if (wanted.isEmpty()) {
            outlast(models.isPresent());
            return;
        }
        missing = false;
        if (loaded.isPresent() && loaded.get().descriptor().equals(wanted.get())) {
            refused = Optional.empty();
            trouble = Optional.empty();
        } else if (!refused.equals(wanted)) {
            load(accelerator.get(), wanted.get());
        }
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

    private void load(Accelerator accelerator, ModelDescriptor wanted) {
        try {
            LoadedModel next = LoadedModel.load(accelerator, wanted);
            loaded.ifPresent(LoadedModel::close);
            loaded = Optional.of(next);
            refused = Optional.empty();
            trouble = Optional.empty();
            LOG.info("Uses model {} version {} on {}", wanted.id(), wanted.version(), accelerator.id());
        } catch (RejectedException unfit) {
            LOG.warn("Model {} version {} is refused", wanted.id(), wanted.version(), unfit);
            refused = Optional.of(wanted);
            Optional<ModelDescriptor> running = loaded.map(LoadedModel::descriptor);
            trouble(() -> running.ifPresentOrElse(
                    model -> status.updateRejected(model, wanted, unfit), () -> status.modelRejected(unfit)));
        } catch (UnavailableException away) {
            stale = true;
            trouble(() -> status.acceleratorFailed(away));
        }
    }

    private void trouble(Runnable tell) {
        trouble = Optional.of(tell);
        tell.run();
    }
}
