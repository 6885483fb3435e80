package io.sluice.analytics.internal;

import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.api.accel.Lease;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.stream.AccessUnit;
import io.sluice.picture.decode.FrameDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One analysed stream on one thread: takes units from the hub, decodes, asks the model, hands results on. The thread
 * owns decoder, scaler and tensors and frees them itself. Whatever goes away, it waits for it and continues.
 */
final class AnalysisWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AnalysisWorker.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long PAUSE_MILLIS = 1000;

    private final Services services;
    private final AnalysisStatus status;
    private final Outbox outbox;
    private final ModelSlot model;
    private final Shadow shadow;
    private final UnitSource units;
    private final PictureSource pictures = new PictureSource();
    private final Performance performance = new Performance();
    private final ResultThinning thinning = new ResultThinning();
    private final Sampler sampler = new Sampler(0);
    private final Progress progress = new Progress();
    private final ProgressFiles kept;
    private final Thread thread;
    private volatile Settings wanted;
    private volatile boolean stopping;
    private Settings settings;
    private PictureAnalysis analysis;
    private long lastUnit = System.nanoTime();
    private long lastSequence = -1;
    private boolean everLooked;
    private double rate;
    private Optional<Lease> reduced = Optional.empty();

    /**
     * Starts the thread.
     *
     * @param status closed by the caller, after this
     * @param kept how far an earlier analysis of the same has come
     */
    AnalysisWorker(
            Settings settings, Services services, AnalysisStatus status, Outbox outbox, ProgressFiles kept) {
        this.services = services;
        this.status = status;
        this.outbox = outbox;
        this.kept = kept;
        this.wanted = settings;
        model = new ModelSlot(services, status, ModelRepository::find, false);
        shadow = new Shadow(services, status);
        units = new UnitSource(services);
        thread = new Thread(this::run, "analysis-" + settings.cameraId() + "-" + settings.analysis().modelId());
        thread.start();
    }

    /** Applies at the next picture; only another camera or model begins anew. */
    void apply(Settings next) {
        wanted = next;
        services.changed();
    }

    /** Ends the thread and waits until it has freed what it owns. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                // Its natives must be freed before the bundle goes; the work in flight takes milliseconds.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                attempt();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("The analysis of {} was interrupted", wanted.cameraId());
        } finally {
            release();
            // An interrupt that came while nothing waited would fail the write.
            Thread.interrupted();
            progress.mark().ifPresent(mark ->
                    kept.keep(settings.cameraId(), settings.analysis().modelId(), mark));
        }
    }

    private void attempt() throws InterruptedException {
        try {
            step();
        } catch (UnavailableException away) {
            LOG.warn("The model of {} cannot run at present", wanted.cameraId(), away);
            closeStream();
            model.close();
            if (services.placement().isPresent()) {
                status.acceleratorFailed(away);
                pause();
            }
        } catch (RuntimeException | LinkageError | OutOfMemoryError error) {
            LOG.warn("The analysis of {} failed and begins anew", wanted.cameraId(), error);
            release();
            // Were it to continue, it would meet the same picture again.
            progress.forget();
            status.failed(error);
            pause();
        }
    }

    private void step() throws InterruptedException {
        applySettings();
        AnalysisSpec spec = settings.analysis();
        Optional<LoadedAlgorithm> algorithm = model.current(settings);
        algorithm.ifPresent(this::grant);
        if (algorithm.isEmpty()) {
            closeStream();
            model.awaitChange();
            return;
        }
        Optional<Boolean> fresh = units.open(settings.cameraId(), spec.modelId(), progress.tapAfter());
        if (fresh.isEmpty()) {
            pictures.close();
            status.hubMissing();
            model.awaitChange();
            return;
        }
        if (fresh.get()) {
            pictures.close();
            progress.opened();
            sampler.restart();
            performance.restart(System.nanoTime(), units.missed());
            lastUnit = System.nanoTime();
        }
        Optional<AccessUnit> unit = units.next(POLL);
        if (unit.isPresent()) {
            lastUnit = System.nanoTime();
            take(unit.get());
        } else if (System.nanoTime() - lastUnit > SILENCE_NANOS) {
            if (units.ended()) {
                pictures.end(this::look);
            }
            status.waitingForStream(everLooked, units.ended() && outbox.settled() ? lastSequence : -1);
            performance.restart(System.nanoTime(), units.missed());
        }
    }

    private void take(AccessUnit unit) {
        lastSequence = unit.sequence();
        try {
            if (progress.next(unit)) {
                progress.mark().ifPresent(mark -> sampler.continueAfter(mark.lookedTime()));
                units.catchUp();
            }
            pictures.decode(unit, wantsPicture(unit), this::look);
        } finally {
            unit.release();
        }
        if (performance.sumUp(System.nanoTime(), units.missed(), pictures.errors())) {
            tell();
        }
    }

    private boolean wantsPicture(AccessUnit unit) {
        if (progress.lookedAt(unit)) {
            return false;
        }
        boolean burst = units.burst();
        boolean late = units.late();
        if (burst && !units.burst()) {
            // It has caught up with the present: the next picture is news, whenever the next beat is.
            sampler.restart();
        }
        if (!sampler.due(unit.presentationTime())) {
            return false;
        }
        boolean first = !thinning.begun();
        if (late && !first && !burst) {
            performance.leftOut();
        }
        return !late || first;
    }

    private void look(FrameDecoder picture) {
        // A new model is switched to between two pictures.
        Optional<LoadedAlgorithm> present = model.current(settings);
        if (present.isEmpty()) {
            return;
        }
        FrameStamp stamp = new FrameStamp(settings.cameraId(), picture.sequence(), picture.mediaTime(),
                instant(picture.wallClockMicros()));
        AnalysisResult result = analysis.analyse(present.get(), picture.frame(), stamp);
        if (!units.behind()) {
            shadow.look(settings, picture.frame(), result);
        }
        if (thinning.keeps(result)) {
            outbox.put(result);
        }
        progress.looked(stamp.mediaTime());
        performance.looked();
        everLooked = true;
        if (!status.tellsOfRunning()) {
            tell();
        }
    }

    private void tell() {
        shadow.tell();
        if (model.tellTrouble()) {
            return;
        }
        switch (performance.verdict()) {
            case DAMAGED -> status.decodeErrors();
            case SLOW -> status.tooSlow(performance.rate());
            case GOOD -> tellGood();
        }
    }

    private void tellGood() {
        List<String> unknown = settings.analysis().labels().stream()
                .filter(label -> !model.knows(label))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            status.labelsUnknown(unknown);
        } else if (reduced.isPresent()) {
            status.reduced(Double.toString(rate), Double.toString(settings.analysis().framesPerSecond()),
                    reduced.get().reason());
        } else if (performance.rated()) {
            status.ok(performance.rate());
        } else {
            status.begun();
        }
    }

    private void applySettings() {
        Settings next = wanted;
        if (next == settings) {
            return;
        }
        boolean sameStream = settings != null && settings.cameraId().equals(next.cameraId())
                && settings.analysis().modelId().equals(next.analysis().modelId());
        settings = next;
        if (!sameStream) {
            analysis = new PictureAnalysis(next.analysis(), System.currentTimeMillis());
            thinning.restart();
            progress.begin(kept.take(next.cameraId(), next.analysis().modelId()));
            everLooked = false;
            status.about(next.cameraId(), next.analysis().modelId());
            status.waitingForStream(false, -1);
        } else {
            analysis.apply(next.analysis());
            if (status.tellsOfRunning()) {
                tell();
            }
        }
        rate = next.analysis().framesPerSecond();
        sampler.rate(rate);
    }

    /** Looks at as many pictures as the place of the slowest model is granted. */
    private void grant(LoadedAlgorithm algorithm) {
        double wantedRate = settings.analysis().framesPerSecond();
        reduced = algorithm.slowestPlace()
                .filter(place -> place.runsPerSecond() > 0 && place.runsPerSecond() < wantedRate);
        double granted = reduced.map(Lease::runsPerSecond).orElse(wantedRate);
        if (granted != rate) {
            rate = granted;
            sampler.rate(granted);
        }
    }

    private void closeStream() {
        units.close();
        pictures.close();
    }

    private void release() {
        closeStream();
        shadow.close();
        model.close();
    }

    private void pause() throws InterruptedException {
        services.awaitChange(services.changes(), PAUSE_MILLIS);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }
}
