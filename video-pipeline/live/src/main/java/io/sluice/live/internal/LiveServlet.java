package io.sluice.live.internal;

import io.sluice.api.device.Cameras;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.status.StatusReports;
import jakarta.servlet.Servlet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** WebSocket endpoint {@code /live/{camera}}; the protocol is told in this package's description. */
@Component(name = LiveServlet.PID, service = Servlet.class)
@HttpWhiteboardServletPattern("/live/*")
@Designate(ocd = LiveConfig.class)
public final class LiveServlet extends LiveEndpoint {

    static final String PID = "io.sluice.live";

    private static final long serialVersionUID = 1;
    private static final Subject SUBJECT = new Subject(Subject.GATEWAY, "live");

    private final transient AtomicReference<StreamHub> hub = new AtomicReference<>();
    private final transient AtomicReference<Cameras> cameras = new AtomicReference<>();
    private final transient Channels channels;
    private final transient StatusReports statuses;

    @Activate
    public LiveServlet(BundleContext context, LiveConfig config) {
        channels = new Channels(
                LiveLimits.of(config), () -> Optional.ofNullable(hub.get()), this::isConfigured, new Mp4Packaging());
        statuses = new StatusReports(context);
        report();
    }

    @Deactivate
    void deactivate() {
        channels.close();
        statuses.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHub(StreamHub next) {
        hub.set(next);
        hubChanged();
    }

    void unbindHub(StreamHub former) {
        hub.compareAndSet(former, null);
        hubChanged();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCameras(Cameras next) {
        cameras.set(next);
    }

    void unbindCameras(Cameras former) {
        cameras.compareAndSet(former, null);
    }

    @Override
    Channels channels() {
        return channels;
    }

    /** While nobody knows the configured cameras, every name may be one. */
    private boolean isConfigured(String camera) {
        Cameras present = cameras.get();
        return present == null || present.find(camera).isPresent();
    }

    private void hubChanged() {
        channels.hubChanged();
        report();
    }

    private void report() {
        if (hub.get() != null) {
            statuses.ok(SUBJECT, "live.ok", "The live view is ready.");
        } else {
            statuses.report(
                    SUBJECT,
                    Health.DEGRADED,
                    "live.hub",
                    "The live view shows nothing because the video hub is not running.",
                    "Wait until the hub has been updated, or start the bundle io.sluice.hub.");
        }
    }
}
