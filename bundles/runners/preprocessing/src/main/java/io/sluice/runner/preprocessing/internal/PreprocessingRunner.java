package io.sluice.runner.preprocessing.internal;

import io.sluice.api.analysis.Operator;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import io.sluice.runner.kit.ArgumentReader;
import io.sluice.runner.kit.RandomName;
import io.sluice.runner.kit.picture.Gateway;
import io.sluice.runner.kit.picture.PictureMark;
import io.sluice.runner.kit.picture.PictureRun;
import io.sluice.runner.kit.source.OwnCamera;
import io.sluice.runner.kit.source.TaskSource;
import java.util.ArrayList;
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

/** Does operators to pictures of streams, recordings and other tasks. Thread-safe. */
@Component(name = PreprocessingRunner.PID, service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=2")
@Designate(ocd = PreprocessingConfig.class)
public final class PreprocessingRunner implements TaskRunner {

    static final String PID = "io.sluice.runner.preprocessing";

    private static final String KIND = "preprocessing";

    private final Operators operators = new Operators();
    private final Gateway gateway = new Gateway();
    private final Map<String, PictureRun> runs = new ConcurrentHashMap<>();
    private volatile int patienceSeconds;

    /** @param library only to come after it, and go before it */
    @Activate
    public PreprocessingRunner(PreprocessingConfig config, @Reference(target = "(" + NativeLibrary.NAME + "=ffmpeg)") NativeLibrary library) {
        configure(config);
    }

    @Modified
    void configure(PreprocessingConfig config) {
        patienceSeconds = Math.max(1, config.patience_seconds());
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        List<Obstacle> found = new ArrayList<>();
        try {
            Treatment wanted = treatment(task);
            wanted.acts().stream().map(Treatment.Act::operator).filter(operators::away).distinct().forEach(name -> found.add(
                    new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.operator.absent",
                            "The operator " + name + " is not on this node, or away.")));
        } catch (InvalidInputException wrong) {
            found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, wrong.code(), wrong.getMessage()));
        }
        Optional<TaskSource> source = TaskSource.of(task);
        if (source.isEmpty()) {
            found.add(TaskSource.wrong(task));
        } else if (found.isEmpty()) {
            source.get().obstacle(task, gateway.cameras(), gateway.recordings()).ifPresent(found::add);
        }
        return found;
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        Treatment wanted = treatment(task);
        TaskSource source = TaskSource.required(task);
        Optional<byte[]> saved = context.checkpoint();
        PictureMark mark = saved.map(bytes -> PictureMark.read(KIND, bytes)).orElseGet(() -> PictureMark.fresh(KIND));
        PreprocessingWork work = new PreprocessingWork(task, wanted, operators, mark, context);
        if (saved.isEmpty()) {
            context.checkpoint(mark.bytes());
        }
        PictureRun run = new PictureRun(new PictureRun.Setup(KIND, task, source, mark.camera(), context, gateway,
                () -> patienceSeconds, () -> runs.remove(mark.camera())), work);
        runs.put(mark.camera(), run);
        try {
            run.begin();
        } catch (SluiceException failed) {
            runs.remove(mark.camera());
            throw failed;
        }
        return run;
    }

    private Treatment treatment(TaskDispatchInfo task) {
        Treatment wanted = Treatment.of(task, task.inputInfo().algArgs().orElse(JsonObject.EMPTY));
        wanted.check(operators);
        if (wanted.wish().count() > 0 && TaskSource.of(task).filter(TaskSource.OtherTask.class::isInstance).isPresent()) {
            throw ArgumentReader.invalid("Count", "goes with streams and recordings only: each result of the other task is taken");
        }
        return wanted;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindOperator(Operator operator, Map<String, Object> properties) {
        operators.set(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    void unbindOperator(Operator operator, Map<String, Object> properties) {
        operators.unset(String.valueOf(properties.get(Operator.NAME)), operator);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCameras(Cameras cameras) {
        OwnCamera.sweep(cameras, RandomName.pattern(KIND), id -> Optional.ofNullable(runs.get(id)).filter(PictureRun::watches).isPresent());
        gateway.cameras().set(cameras);
    }

    void unbindCameras(Cameras cameras) {
        gateway.cameras().unset(cameras);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHub(StreamHub hub) {
        gateway.hub().set(hub);
    }

    void unbindHub(StreamHub hub) {
        gateway.hub().unset(hub);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRecordings(RecordingIndex recordings) {
        gateway.recordings().set(recordings);
    }

    void unbindRecordings(RecordingIndex recordings) {
        gateway.recordings().unset(recordings);
    }
}
