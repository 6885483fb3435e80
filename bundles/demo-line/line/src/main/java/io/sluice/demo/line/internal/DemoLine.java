package io.sluice.demo.line.internal;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.SluiceException;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated line: keeps its server up and its camera known, as long as active. All of it happens on one thread,
 * which looks again every second, so that whatever stood in the way may go away by itself.
 */
@Component(name = DemoLine.PID, immediate = true, service = {})
@Designate(ocd = DemoLineConfig.class)
public final class DemoLine {

    static final String PID = "io.sluice.demo.line";
    static final Subject SUBJECT = new Subject(Subject.GATEWAY, "demo-line");

    private static final Logger LOG = LoggerFactory.getLogger(DemoLine.class);
    private static final long LOOK_EVERY_MS = 1000;

    /** What has failed once will likely fail again at once; the log need not tell each second. */
    private static final int SKIPPED_AFTER_FAILURE = 9;

    private final int port;
    private final ServedLine.Opening opening;
    private final StatusReports reports;
    private final ScheduledExecutorService keeper =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "demo-line-keeper"));

    private Optional<ServedLine> server = Optional.empty();
    private int looksToSkip;
    private Optional<CameraSpec> announced = Optional.empty();

    private volatile Cameras cameras;

    @Activate
    public DemoLine(
            BundleContext context,
            DemoLineConfig config,
            @Reference(target = "(" + NativeLibrary.NAME + "=ffmpeg)") NativeLibrary ffmpeg) {
        this(context, config.port(), LineServer::new, LOOK_EVERY_MS);
        LOG.info("The simulated line starts, with FFmpeg {}", ffmpeg.version());
    }

    DemoLine(BundleContext context, int port, ServedLine.Opening opening, long lookEveryMillis) {
        this.port = port;
        this.opening = opening;
        reports = new StatusReports(context);
        keeper.scheduleWithFixedDelay(this::keep, 0, lookEveryMillis, TimeUnit.MILLISECONDS);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setCameras(Cameras known) {
        cameras = known;
    }

    void unsetCameras(Cameras known) {
        if (cameras == known) {
            cameras = null;
        }
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        keeper.shutdown();
        keeper.awaitTermination(1, TimeUnit.MINUTES);
        withdraw();
        server.ifPresent(ServedLine::close);
        reports.close();
    }

    private void keep() {
        try {
            clearAfterFailure();
            serve();
            server.filter(running -> running.failure().isEmpty())
                    .ifPresent(running -> announce(DemoCamera.at(running.url())));
        } catch (RuntimeException | LinkageError e) {
            LOG.error("The simulated line could not be looked after; trying again", e);
        }
    }

    private void clearAfterFailure() {
        Optional<Throwable> failure = server.flatMap(ServedLine::failure);
        if (failure.isPresent()) {
            String cause = String.valueOf(failure.get().getMessage());
            reports.report(SUBJECT, Health.FAILED, "demo.stopped", "The simulated line stopped: " + cause + ".",
                    "It is started again by itself; the log tells more.", Map.of("cause", cause));
            server.get().close();
            server = Optional.empty();
            looksToSkip = SKIPPED_AFTER_FAILURE;
        }
    }

    private void serve() {
        if (server.isPresent() || looksToSkip-- > 0) {
            return;
        }
        try {
            server = Optional.of(opening.open(port));
            LOG.info("The simulated line is served at {}", server.get().url());
        } catch (IOException e) {
            reports.report(SUBJECT, Health.FAILED, "demo.port_taken",
                    "The simulated line cannot be served on port " + port + ": " + e.getMessage() + ".",
                    "End the program that uses the port, or set another port for " + PID
                            + ". It is tried again by itself.",
                    Map.of("port", String.valueOf(port), "cause", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the camera known, once: who removes or changes it on the page has his way until the next start. */
    private void announce(CameraSpec camera) {
        Cameras known = cameras;
        try {
            if (known != null && !announced.equals(Optional.of(camera))) {
                Optional<CameraSpec> present = known.find(DemoCamera.ID);
                if (present.isEmpty() || present.equals(announced)) {
                    known.putTransient(camera);
                    announced = Optional.of(camera);
                } else if (present.get().equals(camera)) {
                    announced = present;
                }
            }
            reports.ok(SUBJECT, "demo.running", "The simulated line is running.");
        } catch (SluiceException e) {
            reports.report(SUBJECT, Health.DEGRADED, "demo.camera_refused",
                    "The camera of the simulated line could not be added: " + e.getMessage(),
                    "It is tried again by itself; check that the driver for RTSP cameras is installed.",
                    Map.of("cause", String.valueOf(e.getMessage())));
        }
    }

    private void withdraw() {
        Cameras known = cameras;
        if (known == null || announced.isEmpty() || !known.find(DemoCamera.ID).equals(announced)) {
            return;
        }
        try {
            known.remove(DemoCamera.ID);
        } catch (SluiceException e) {
            LOG.warn("The camera of the simulated line could not be removed", e);
        }
    }
}
