package io.sluice.drivers.recording.internal;

import io.sluice.api.device.Camera;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.status.StatusReports;
import java.time.Instant;
import java.util.Map;
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

/** One recorded range as a camera. Lives as long as its configuration; hub and recorder may come and go meanwhile. */
@Component(
        name = RecordingCamera.PID,
        service = Camera.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = RecordingConfig.class, factory = true)
public final class RecordingCamera implements Camera {

    static final String PID = "io.sluice.drivers.recording";

    private final String id;
    private final Subject subject;
    private final StatusReports statuses;
    private final RangePlayer player;

    @Activate
    public RecordingCamera(BundleContext context, RecordingConfig config) {
        id = config.camera_id();
        subject = new Subject(Subject.CAMERA, id);
        statuses = new StatusReports(context);
        player = new RangePlayer(id, config.camera(), Instant.parse(config.from()), Instant.parse(config.to()), config.speed(),
                config.reader(), this::tell);
        tell(RangePlayer.State.WAITING, -1);
        player.start();
    }

    @Deactivate
    void stop() {
        player.close();
        statuses.close();
    }

    /** @param last number of the last unit that was played; negative for none */
    private void tell(RangePlayer.State state, long last) {
        String camera = player.camera();
        Map<String, String> details = Map.of("camera", camera, "sequence", Long.toString(last));
        switch (state) {
            case PLAYING -> statuses.report(subject, Health.OK, "recording.playing",
                    "The recording of camera " + camera + " is played.", "", details);
            case ENDED -> statuses.report(subject, Health.OK, "recording.ended",
                    "The recording of camera " + camera + " was played to its end.", "", details);
            case UNREADABLE -> statuses.report(subject, Health.DEGRADED, "recording.unreadable",
                    "A part of the recording of camera " + camera + " cannot be read, and is left out.",
                    "See the log for the file.", details);
            default -> statuses.report(subject, Health.DEGRADED, "recording.waiting",
                    "The recording of camera " + camera + " waits for a reader, the recorder or the stream hub.",
                    "It continues by itself; see the status of the bundles.", details);
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHub(StreamHub hub) {
        player.hub(hub);
    }

    void unbindHub(StreamHub hub) {
        player.hubGone(hub);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindIndex(RecordingIndex index) {
        player.index(index);
    }

    void unbindIndex(RecordingIndex index) {
        player.indexGone(index);
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
