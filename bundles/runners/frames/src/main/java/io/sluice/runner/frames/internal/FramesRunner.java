package io.sluice.runner.frames.internal;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import io.sluice.support.task.StreamSource;
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

/** Takes pictures out of streams: of a camera through the hub, of an address through a camera of the task's own. Thread-safe. */
@Component(name = FramesRunner.PID, service = TaskRunner.class, property = TaskRunner.TYPES + ":Integer=1")
@Designate(ocd = FramesConfig.class)
public final class FramesRunner implements TaskRunner {

    static final String PID = "io.sluice.runner.frames";

    private final Services services = new Services();
    private final Map<String, FramesRun> runs = new ConcurrentHashMap<>();
    private volatile int patienceSeconds;

    /** @param library only to come after it, and go before it */
    @Activate
    public FramesRunner(FramesConfig config, @Reference(target = "(" + NativeLibrary.NAME + "=ffmpeg)") NativeLibrary library) {
        configure(config);
    }

    @Modified
    void configure(FramesConfig config) {
        patienceSeconds = Math.max(1, config.patience_seconds());
    }

    @Override
    public List<Obstacle> check(TaskDispatchInfo task) {
        List<Obstacle> found = new ArrayList<>();
        try {
            wish(task);
        } catch (InvalidInputException wrong) {
            found.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, wrong.code(), wrong.getMessage()));
        }
        String address = task.inputInfo().streamUrl().orElse("");
        Optional<StreamSource> source = StreamSource.of(address);
        if (source.isEmpty()) {
            found.add(StreamSource.wrong(address));
        } else if (found.isEmpty()) {
            source.get().obstacle(services.requireCameras()).ifPresent(found::add);
        }
        return found;
    }

    @Override
    public TaskRun start(TaskDispatchInfo task, TaskContext context) {
        Wish wish = wish(task);
        String address = task.inputInfo().streamUrl().orElse("");
        StreamSource source = StreamSource.of(address).orElseThrow(() ->
                new RejectedException("runner.source.invalid", StreamSource.wrong(address).message(), "", null));
        Optional<byte[]> saved = context.checkpoint();
        Mark mark = saved.map(Mark::read).orElseGet(Mark::fresh);
        if (saved.isEmpty()) {
            context.checkpoint(mark.bytes());
        }
        FramesRun run = new FramesRun(
                task, source, wish, mark, services, context, () -> patienceSeconds, () -> runs.remove(mark.camera()));
        runs.put(mark.camera(), run);
        try {
            run.begin();
        } catch (SluiceException failed) {
            runs.remove(mark.camera());
            throw failed;
        }
        return run;
    }

    private static Wish wish(TaskDispatchInfo task) {
        return Wish.of(task.inputInfo().taskFrameRate(), task.inputInfo().algArgs().orElse(JsonObject.EMPTY));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCameras(Cameras cameras) {
        // What tasks left that ended or paused while this service was away.
        for (CameraSpec camera : cameras.list()) {
            if (Mark.CAMERA.matcher(camera.id()).matches()
                    && Optional.ofNullable(runs.get(camera.id())).filter(FramesRun::watches).isEmpty()) {
                cameras.remove(camera.id());
            }
        }
        services.cameras.set(cameras);
    }

    void unbindCameras(Cameras cameras) {
        services.cameras.compareAndSet(cameras, null);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHub(StreamHub hub) {
        services.hub.set(hub);
    }

    void unbindHub(StreamHub hub) {
        services.hub.compareAndSet(hub, null);
    }
}
