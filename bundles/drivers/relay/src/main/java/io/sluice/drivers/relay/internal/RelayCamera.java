package io.sluice.drivers.relay.internal;

import io.sluice.api.device.Camera;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.status.StatusReports;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** One relayed stream. Lives as long as its configuration; hub and camera may come and go meanwhile. */
@Component(
        name = RelayCamera.PID,
        service = Camera.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = RelayConfig.class, factory = true)
public final class RelayCamera implements Camera {

    static final String PID = "io.sluice.drivers.relay";

    private final String id;
    private final String from;
    private final Subject subject;
    private final StatusReports statuses;
    private Optional<StreamHub> hub = Optional.empty();
    private Optional<Relay> relay = Optional.empty();

    @Activate
    public RelayCamera(BundleContext context, RelayConfig config) {
        id = config.camera_id();
        from = config.camera();
        subject = new Subject(Subject.CAMERA, id);
        statuses = new StatusReports(context);
        waiting();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindHub(StreamHub present) {
        end();
        hub = Optional.of(present);
        relay = Optional.of(new Relay(present, from, id, this::flowing, this::waiting));
    }

    synchronized void unbindHub(StreamHub gone) {
        if (hub.filter(present -> present == gone).isPresent()) {
            end();
            hub = Optional.empty();
        }
    }

    @Deactivate
    synchronized void stop() {
        end();
        statuses.close();
    }

    private void end() {
        relay.ifPresent(Relay::close);
        relay = Optional.empty();
    }

    private void flowing() {
        statuses.report(subject, Health.OK, "relay.flowing", "The stream of camera " + from + " flows.", "",
                Map.of("camera", from));
    }

    private void waiting() {
        statuses.report(subject, Health.DEGRADED, "relay.waiting", "Waiting for pictures of camera " + from + ".",
                "See the status of camera " + from + ".", Map.of("camera", from));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Status status() {
        return statuses.of(subject).orElseThrow();
    }
}
