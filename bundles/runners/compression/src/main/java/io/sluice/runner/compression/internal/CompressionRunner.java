package io.sluice.runner.compression.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.CompressionJobs;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import io.sluice.runner.kit.Slot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Has models made smaller by the gateway's jobs, on what it recorded; the new version is kept and not activated. Thread-safe. */
@Component(name = "io.sluice.runner.compression", service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=5")
public final class CompressionRunner implements TaskRunner {

    private static final Set<String> OF_THE_SOURCE =
            Set.of("compression.recordings.none", "compression.camera.unknown", "compression.frames.few");

    private final Slot<CompressionJobs> jobs = new Slot<>("compression");
    private final Slot<ModelRepository> models = new Slot<>("the algorithms");
    private final Slot<AlgorithmStore> store = new Slot<>("the versions of algorithms");
    private final Versions versions = new Versions(models, store);

    /** The name of what is made is left out: a task that goes on has made it already, perhaps. */
    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        try {
            Wish wish = Wish.of(task);
            AlgorithmDescriptor algorithm = versions.find(task.algModelInfo());
            jobs.require().check(wish.request(algorithm.id(), algorithm.version()));
            return List.of();
        } catch (InvalidInputException wrong) {
            return List.of(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.arguments.invalid", wrong.getMessage()));
        } catch (UnavailableException away) {
            throw away;
        } catch (SluiceException against) {
            return List.of(new Obstacle(OF_THE_SOURCE.contains(against.code())
                    ? ExceptionCode.DATA_SOURCE_FAILED : ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, against.code(), against.getMessage()));
        }
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        Wish wish = Wish.of(task);
        AlgorithmDescriptor algorithm = versions.find(task.algModelInfo());
        Optional<byte[]> saved = context.checkpoint();
        Mark mark = saved.map(Mark::read).orElseGet(() -> new Mark(versions.free(algorithm, wish.newVersion()), ""));
        if (saved.isEmpty()) {
            context.checkpoint(mark.bytes());
        }
        CompressionRun run = new CompressionRun(new CompressionRun.Plan(wish, algorithm), mark, jobs, versions, context);
        run.begin();
        return run;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJobs(CompressionJobs service) {
        jobs.set(service);
    }

    void unbindJobs(CompressionJobs service) {
        jobs.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModels(ModelRepository service) {
        models.set(service);
    }

    void unbindModels(ModelRepository service) {
        models.unset(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStore(AlgorithmStore service) {
        store.set(service);
    }

    void unbindStore(AlgorithmStore service) {
        store.unset(service);
    }
}
