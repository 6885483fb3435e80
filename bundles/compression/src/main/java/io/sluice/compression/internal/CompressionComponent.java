package io.sluice.compression.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.compression.internal.job.Job;
import io.sluice.compression.internal.job.JobQueue;
import io.sluice.compression.internal.job.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The jobs as a service of this bundle's resources. Begins at once, so that what a stop interrupted is told. */
@Component(name = CompressionComponent.PID, service = Jobs.class, immediate = true)
@Designate(ocd = CompressionConfig.class)
public final class CompressionComponent implements Jobs {

    static final String PID = "io.sluice.compression";

    private final CompressionConfig config;
    private final Devices devices = new Devices();
    private final Sources sources = new Sources(
            () -> this.models, () -> this.algorithms, () -> this.index, () -> this.cameras, devices);
    private final WorkerProgram program;
    private final JobQueue queue;
    private final Clock clock = Clock.systemUTC();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ModelRepository models;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AlgorithmStore algorithms;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RecordingIndex index;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Cameras cameras;

    @Activate
    public CompressionComponent(BundleContext context, CompressionConfig config) {
        this.config = config;
        MemoryFolder.sweep();
        String data = context.getProperty("sluice.data");
        Path root = data == null ? context.getDataFile("").toPath() : Path.of(data);
        program = new WorkerProgram(
                WorkerProgram.classPathOf(context), root.resolve("native"), config.heap_mb(), config.frames_mb());
        queue = new JobQueue(root.resolve("compressions"), config.kept_jobs(), clock);
    }

    @Deactivate
    void deactivate() {
        queue.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAccelerator(Accelerator accelerator) {
        devices.add(accelerator);
    }

    void unbindAccelerator(Accelerator accelerator) {
        devices.remove(accelerator);
    }

    @Override
    public List<Job> list(Kind kind) {
        return queue.list(kind.word());
    }

    @Override
    public Job find(Kind kind, String id) {
        return queue.find(kind.word(), id);
    }

    @Override
    public Job add(Kind kind, JsonNode body) {
        return kind == Kind.CUT ? cut(body) : compress(body);
    }

    @Override
    public Job repeat(Kind kind, String id) {
        Job job = find(kind, id);
        if (!job.state().ended() || job.state() == State.DONE) {
            throw new RejectedException("compression.job.state", "The job '" + id + "' is " + job.state() + ".",
                    "Only a job that ended without an outcome can be repeated.", null);
        }
        return add(kind, job.request());
    }

    @Override
    public void remove(Kind kind, String id) {
        queue.remove(kind.word(), id);
    }

    @Override
    public void check(JsonNode body) {
        prepare(body);
    }

    private Job compress(JsonNode body) {
        CompressionRequest request = prepare(body);
        return queue.add(Kind.COMPRESSION.word(), request.document(),
                new Compression(request, sources, this::worker, config.frames_mb(), config.most_model_mb()));
    }

    /** All that can be known beforehand is said before the job is taken. */
    private CompressionRequest prepare(JsonNode body) {
        CompressionRequest asked = CompressionRequest.of(body, clock.instant());
        ModelChoice choice = sources.choose(asked.algorithm(), asked.version(), asked.model()).withoutInt8();
        Compression.version(choice, sources.store(), asked.newVersion());
        asked.device().ifPresent(devices::require);
        if (asked.frames().camera().isPresent()) {
            sources.moments(asked.frames(), 1);
        }
        return asked.of(choice.algorithm().version(), choice.model().id());
    }

    private Job cut(JsonNode body) {
        CutRequest asked = CutRequest.of(body);
        ModelChoice choice = sources.choose(asked.algorithm(), asked.version(), asked.model());
        CutRequest request = asked.of(choice.algorithm().version(), choice.model().id(), sources.device(asked.head()),
                sources.device(asked.tail()));
        return queue.add(Kind.CUT.word(), request.document(),
                new Cut(request, sources, this::worker, config.most_model_mb()));
    }

    private Worker worker() {
        return new Worker(program, devices, Duration.ofMinutes(config.most_minutes()));
    }
}
