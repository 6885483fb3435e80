package io.sluice.drivers.rtsp.internal;

import io.sluice.api.device.Camera;
import io.sluice.api.status.Status;
import io.sluice.api.stream.StreamHub;
import io.sluice.rtsp.client.Lane;
import io.sluice.rtsp.client.SessionSettings;
import io.sluice.support.status.StatusReports;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** One RTSP camera as a component. A change of address, login or transport reconnects; any other change does not. */
// Nobody asks for the service before it has said something: it must not wait for that.
@Component(name = RtspDriver.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
@Designate(ocd = RtspConfig.class, factory = true)
public final class RtspCamera implements Camera {

    private final String id;
    private final StatusReports reports;
    private final CameraStatus status;
    private final Lane lane;
    private final AtomicReference<StreamHub> hub = new AtomicReference<>();
    private Optional<SessionSettings> settings = Optional.empty();
    private Optional<CameraRunner> runner = Optional.empty();

    @Activate
    public RtspCamera(BundleContext context, RtspConfig config, @Reference SharedEngine engine) {
        id = config.camera_id();
        reports = new StatusReports(context);
        status = new CameraStatus(reports, id);
        lane = engine.join();
        apply(config);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Status status() {
        return status.current();
    }

    @Modified
    void modified(RtspConfig config) {
        apply(config);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setHub(StreamHub present) {
        hub.set(present);
    }

    void unsetHub(StreamHub leaving) {
        // The next one may have been set before this one is taken away.
        hub.compareAndSet(leaving, null);
    }

    @Deactivate
    void deactivate() {
        stopRunner();
        lane.leave();
        reports.close();
    }

    private void apply(RtspConfig config) {
        SessionSettings next;
        try {
            next = RtspSettings.session(config);
        } catch (IllegalArgumentException e) {
            stopRunner();
            settings = Optional.empty();
            status.misconfigured(e.getMessage());
            return;
        }
        if (settings.equals(Optional.of(next))) {
            return;
        }
        settings = Optional.of(next);
        if (runner.isPresent()) {
            CameraRunner running = runner.get();
            lane.execute(() -> running.change(next));
            return;
        }
        Publication publication = new Publication(id, () -> Optional.ofNullable(hub.get()));
        CameraRunner fresh = new CameraRunner(id, lane, next, publication, status);
        runner = Optional.of(fresh);
        lane.execute(fresh::start);
    }

    private void stopRunner() {
        runner.ifPresent(running -> lane.executeAndWait(running::stop));
        runner = Optional.empty();
    }
}
