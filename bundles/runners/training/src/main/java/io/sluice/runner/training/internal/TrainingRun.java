package io.sluice.runner.training.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.Trainer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task of training: what its trainer does, over times when there is none. Thread-safe. */
final class TrainingRun implements TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    private final String method;
    private final TaskContext context;
    private final Runnable onClose;
    private TaskDispatchInfo task;
    private Optional<Round> round = Optional.empty();
    private boolean paused;
    private volatile boolean over;

    /** One start of a trainer. */
    private record Round(Trainer trainer, TaskRun run, RoundContext context) {}

    TrainingRun(String method, TaskDispatchInfo task, TaskContext context, Runnable onClose) {
        this.method = method;
        this.task = task;
        this.context = context;
        this.onClose = onClose;
    }

    String method() {
        return method;
    }

    /**
     * Goes on by a trainer, where none is at it.
     *
     * @throws SluiceException when it cannot begin
     */
    synchronized void go(Trainer trainer) {
        if (over || round.isPresent()) {
            return;
        }
        RoundContext told = new RoundContext(context, () -> over = true);
        TaskRun run = trainer.start(task, told);
        round = Optional.of(new Round(trainer, run, told));
        if (paused) {
            run.pause();
        }
    }

    /** Ends what a trainer does that goes away; what it saved stays. */
    synchronized void leave(Trainer trainer) {
        round.filter(present -> present.trainer() == trainer).ifPresent(this::end);
    }

    private void end(Round ending) {
        ending.context().close();
        round = Optional.empty();
        try {
            ending.run().close();
        } catch (RuntimeException error) {
            LOG.error("The trainer for {} failed to end", method, error);
        }
    }

    @Override
    public synchronized void pause() {
        paused = true;
        round.ifPresent(present -> present.run().pause());
    }

    @Override
    public synchronized void resume() {
        round.ifPresent(present -> present.run().resume());
        paused = false;
    }

    @Override
    public synchronized void change(JsonObject arguments) {
        required().change(arguments);
        task = with(task, arguments);
    }

    @Override
    public synchronized void take(TaskResultBody result) {
        required().take(result);
    }

    @Override
    public synchronized JsonObject occupied() {
        return round.map(present -> present.run().occupied()).orElseGet(() -> JsonObject.builder().put("WaitsForTrainer", method).build());
    }

    @Override
    public synchronized void close() {
        over = true;
        round.ifPresent(this::end);
        onClose.run();
    }

    private TaskRun required() {
        return round.map(Round::run).orElseThrow(() -> new UnavailableException("runner.trainer.away",
                "The trainer for '" + method + "' is away.", "It goes on by itself when the trainer is back.", null));
    }

    private static TaskDispatchInfo with(TaskDispatchInfo task, JsonObject arguments) {
        TaskDispatchInfo.InputInfo input = new TaskDispatchInfo.InputInfo(task.inputInfo().streamUrl(), Optional.of(arguments),
                task.inputInfo().taskFrameRate(), task.inputInfo().extra());
        return new TaskDispatchInfo(task.taskId(), task.taskName(), task.desc(), task.taskType(), task.priority(),
                task.parentTaskId(), task.dependencies(), task.taskAttr(), task.executionCond(), task.algModelInfo(), input,
                task.dstDeviceList(), task.extra());
    }
}
