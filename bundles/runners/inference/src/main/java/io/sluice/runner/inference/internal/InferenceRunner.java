package io.sluice.runner.inference.internal;

import io.sluice.api.accel.PlacementView;
import io.sluice.api.analysis.PictureLooks;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.SluiceException;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.model.ModelRepository;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.result.ResultListener;
import io.sluice.api.result.ResultStore;
import io.sluice.api.result.StoredResult;
import io.sluice.api.status.StatusSource;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import io.sluice.runner.kit.source.OwnCamera;
import io.sluice.runner.kit.source.TaskSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Runs tasks of inference with what the gateway has: each gets a camera of its own that is forgotten with it, and one analysis of it.
 * The operator's cameras and their analyses are left alone. Thread-safe.
 */
@Component(
        name = InferenceRunner.PID,
        service = {TaskRunner.class, ResultListener.class},
        property = {TaskRunner.TYPES + ":Integer=6", TaskRunner.TYPES + ":Integer=8"})
@Designate(ocd = InferenceConfig.class)
public final class InferenceRunner implements TaskRunner, ResultListener {

    static final String PID = "io.sluice.runner.inference";

    private final Services services = new Services();
    private final Map<String, InferenceRun> runs = new ConcurrentHashMap<>();
    private volatile int patienceSeconds;

    @Activate
    @Modified
    void configure(InferenceConfig config) {
        patienceSeconds = Math.max(1, config.patience_seconds());
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        return Plan.obstacles(task, services);
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        Plan plan = Plan.required(task, services);
        if (plan.source() instanceof TaskSource.OtherTask other) {
            SecondStageRun run = new SecondStageRun(plan, other.taskId(), services, context);
            run.begin();
            return run;
        }
        Optional<byte[]> saved = context.checkpoint();
        Mark mark = saved.map(Mark::read).orElseGet(Mark::fresh);
        if (saved.isEmpty()) {
            // Before there is such a camera: results must not be found under a name that nobody remembers.
            context.checkpoint(mark.bytes());
        }
        InferenceRun run = new InferenceRun(plan, mark, services, context, () -> patienceSeconds, () -> runs.remove(mark.camera()));
        runs.put(mark.camera(), run);
        try {
            run.begin();
        } catch (SluiceException failed) {
            runs.remove(mark.camera());
            throw failed;
        }
        return run;
    }

    @Override
    public void stored(List<StoredResult> results) {
        results.stream().map(result -> runs.get(result.result().frame().cameraId())).distinct()
                .forEach(run -> Optional.ofNullable(run).ifPresent(InferenceRun::wake));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCameras(Cameras cameras) {
        OwnCamera.sweep(cameras, Mark.CAMERA,
                id -> Optional.ofNullable(runs.get(id)).filter(InferenceRun::watches).isPresent());
        services.cameras.set(cameras);
    }

    void unbindCameras(Cameras cameras) {
        services.cameras.unset(cameras);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLooks(PictureLooks looks) {
        services.looks.set(looks);
    }

    void unbindLooks(PictureLooks looks) {
        services.looks.unset(looks);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindModels(ModelRepository models) {
        services.models.set(models);
    }

    void unbindModels(ModelRepository models) {
        services.models.unset(models);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindResults(ResultStore results) {
        services.results.set(results);
    }

    void unbindResults(ResultStore results) {
        services.results.unset(results);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHub(StreamHub hub) {
        services.hub.set(hub);
    }

    void unbindHub(StreamHub hub) {
        services.hub.unset(hub);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRecordings(RecordingIndex recordings) {
        services.recordings.set(recordings);
    }

    void unbindRecordings(RecordingIndex recordings) {
        services.recordings.unset(recordings);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPlacement(PlacementView placement) {
        services.placement.set(placement);
    }

    void unbindPlacement(PlacementView placement) {
        services.placement.unset(placement);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindStatuses(StatusSource source) {
        services.statuses.add(source);
    }

    void unbindStatuses(StatusSource source) {
        services.statuses.remove(source);
    }
}
