package io.sluice.runner.transcode.internal;

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
import io.sluice.runner.kit.picture.PictureRun;
import io.sluice.runner.kit.source.OwnCamera;
import io.sluice.runner.kit.source.TaskSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Makes streams and recordings into clips of another codec, size or rate, or into single pictures. Thread-safe. */
@Component(name = TranscodeRunner.PID, service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=3")
@Designate(ocd = TranscodeConfig.class)
public final class TranscodeRunner implements TaskRunner {

    static final String PID = "io.sluice.runner.transcode";

    private static final Pattern HTTP = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);

    private final Encoders encoders = new Encoders();
    private final Gateway gateway = new Gateway();
    private final Map<String, PictureRun> runs = new ConcurrentHashMap<>();
    private volatile int patienceSeconds;

    /** @param library only to come after it, and go before it */
    @Activate
    public TranscodeRunner(TranscodeConfig config, @Reference(target = "(" + NativeLibrary.NAME + "=ffmpeg)") NativeLibrary library) {
        configure(config);
    }

    @Modified
    void configure(TranscodeConfig config) {
        patienceSeconds = Math.max(1, config.patience_seconds());
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        List<Obstacle> found = new ArrayList<>();
        try {
            Format format = target(task).format();
            if (format != Format.JPEG && encoders.find(format).isEmpty()) {
                found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.codec.absent",
                        "This node has no encoder for " + format + "."));
            }
        } catch (InvalidInputException wrong) {
            found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, wrong.code(), wrong.getMessage()));
        }
        task.dstDeviceList().stream().flatMap(one -> one.outputUrl().stream()).filter(url -> !HTTP.matcher(url).find())
                .forEach(url -> found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "runner.output.unsupported",
                        "Clips are posted to http://... and https://..., no stream is pushed to " + url + ".")));
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
        Target target = target(task);
        TaskSource source = TaskSource.required(task);
        Optional<byte[]> saved = context.checkpoint();
        ClipMark mark = saved.map(ClipMark::read).orElseGet(ClipMark::fresh);
        if (saved.isEmpty()) {
            context.checkpoint(mark.bytes());
        }
        PictureRun run = new PictureRun(new PictureRun.Setup(ClipMark.KIND, task, source, mark.camera(), context, gateway,
                () -> patienceSeconds, () -> runs.remove(mark.camera())),
                source instanceof TaskSource.OtherTask ? new EncodeWork(task, target, mark, context, encoders)
                        : new TranscodeWork(task, target, mark, context, encoders));
        runs.put(mark.camera(), run);
        try {
            run.begin();
        } catch (SluiceException failed) {
            runs.remove(mark.camera());
            throw failed;
        }
        return run;
    }

    private static Target target(TaskDispatchInfo task) {
        Target target = Target.of(task, task.inputInfo().algArgs().orElse(JsonObject.EMPTY));
        if (target.format() == Format.JPEG && TaskSource.of(task).filter(TaskSource.OtherTask.class::isInstance).isPresent()) {
            throw ArgumentReader.invalid("Codec", "must be one of video: pictures of another task are not decoded");
        }
        return target;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCameras(Cameras cameras) {
        OwnCamera.sweep(cameras, RandomName.pattern(ClipMark.KIND), id -> Optional.ofNullable(runs.get(id)).filter(PictureRun::watches).isPresent());
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
