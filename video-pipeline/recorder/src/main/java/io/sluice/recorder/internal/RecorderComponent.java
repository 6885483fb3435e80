package io.sluice.recorder.internal;

import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The recorder and its index as services. Hub and database may come and go; limits change in place, another folder
 * restarts the recording of all cameras.
 */
@Component(name = RecorderComponent.PID, service = {RecordingIndex.class, RecorderComponent.class}, immediate = true)
@Designate(ocd = RecorderConfig.class)
public final class RecorderComponent implements RecordingIndex {

    static final String PID = "io.sluice.recorder";

    private final BundleContext context;
    private final StatusReports reports;
    private final AtomicReference<StreamHub> hub = new AtomicReference<>();
    private final AtomicReference<DataSource> database = new AtomicReference<>();
    private final Map<String, CameraSettings> cameras = new HashMap<>();
    private Path folder;
    private volatile RecorderEngine engine;

    @Activate
    public RecorderComponent(BundleContext context, RecorderConfig config) {
        this.context = context;
        this.reports = new StatusReports(context);
        this.folder = folder(config);
        this.engine = engine(config);
    }

    @Modified
    synchronized void modified(RecorderConfig config) throws InterruptedException {
        Path next = folder(config);
        if (next.equals(folder)) {
            engine.limit(Limits.of(config));
            return;
        }
        engine.close();
        folder = next;
        engine = engine(config);
        engine.keeper().use(Optional.ofNullable(database.get()));
        cameras.values().forEach(engine::record);
    }

    @Deactivate
    synchronized void deactivate() throws InterruptedException {
        engine.close();
        reports.close();
    }

    /** Begins to record a camera, or changes how. */
    synchronized void record(CameraSettings settings) {
        cameras.put(settings.camera(), settings);
        engine.record(settings);
    }

    /** Ends the recording of a camera. */
    synchronized void stop(String camera) {
        cameras.remove(camera);
        engine.stop(camera);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setHub(StreamHub found) {
        hub.set(found);
    }

    void unsetHub(StreamHub gone) {
        hub.compareAndSet(gone, null);
    }

    @Reference(
            target = "(store.name=main)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setDatabase(DataSource found) {
        database.set(found);
        engine.keeper().use(Optional.of(found));
    }

    void unsetDatabase(DataSource gone) {
        if (database.compareAndSet(gone, null)) {
            engine.keeper().use(Optional.empty());
        }
    }

    @Override
    public List<Segment> segments(String cameraId, Instant from, Instant to) {
        return index().segments(cameraId, from, to);
    }

    @Override
    public Optional<Segment> segment(long id) {
        return index().segment(id);
    }

    @Override
    public List<String> cameras() {
        return index().cameras();
    }

    @Override
    public List<Span> spans(String cameraId, Instant from, Instant to) {
        return index().spans(cameraId, from, to);
    }

    private RecordingIndex index() {
        return engine.keeper().index();
    }

    private RecorderEngine engine(RecorderConfig config) {
        return new RecorderEngine(
                folder, Limits.of(config), () -> Optional.ofNullable(hub.get()), reports, Clock.systemUTC());
    }

    private Path folder(RecorderConfig config) {
        if (!config.directory().isBlank()) {
            return Path.of(config.directory());
        }
        String data = Optional.ofNullable(context.getProperty("sluice.data")).orElse("data");
        return Path.of(data, "recordings");
    }
}
