package io.sluice.runner.training.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.Trainer;
import io.sluice.runner.kit.testing.MemoryContext;
import io.sluice.runner.kit.testing.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trainers come and go below a task. */
class TrainingRunnerTest {

    private static final TaskDispatchInfo TASK = Tasks.of(7, "", JsonObject.builder().put("Method", "steps").build(), OptionalInt.empty());
    private static final TaskResultBody.Data NOTHING = new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.empty());

    private final TrainingRunner runner = new TrainingRunner();
    private final MemoryContext context = new MemoryContext();
    private final BlockingQueue<Run> started = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        runner.deactivate();
    }

    @Test
    void withoutItsTrainerATaskIsRefusedByTheStandardsCodeAndToldWhichThereAre() {
        runner.bindTrainer(new Steps(), Map.of(Trainer.METHOD, "other"));
        runner.bindTrainer(new Steps(), Map.of());
        List<Obstacle> found = runner.check(TASK);
        assertEquals(1, found.size());
        assertEquals(10, found.get(0).exceptionCode());
        assertEquals("runner.trainer.absent", found.get(0).code());
        assertTrue(found.get(0).message().contains("'steps'; there are: other."), found.get(0).message());
        assertThrows(RejectedException.class, () -> runner.start(TASK, context));
    }

    @Test
    void aTrainerThatGoesAndComesBackGoesOnFromTheCheckpoint() throws Exception {
        Steps before = new Steps();
        runner.bindTrainer(before, Map.of(Trainer.METHOD, "steps"));
        assertEquals(List.of(), runner.check(TASK));
        TaskRun task = runner.start(TASK, context);
        Run first = started();
        assertEquals(Optional.empty(), first.found);
        first.context.checkpoint(new byte[] {7});
        task.pause();
        runner.unbindTrainer(before);
        assertTrue(first.closed, "it is over before its bundle stops");
        first.context.checkpoint(new byte[] {9});
        first.context.failed(50, "gone");
        first.context.finished();
        assertThrows(UnavailableException.class, () -> first.context.emit("late", Instant.EPOCH, NOTHING));
        assertEquals(Optional.empty(), context.failure());
        assertFalse(context.hasFinished(), "who is gone is not heard");
        assertTrue(task.occupied().text("WaitsForTrainer").isPresent());
        assertThrows(UnavailableException.class, () -> task.change(JsonObject.EMPTY));

        runner.bindTrainer(new Steps(), Map.of(Trainer.METHOD, "steps"));
        Run second = started();
        assertEquals(7, second.found.orElseThrow()[0]);
        task.resume();
        assertFalse(second.paused);
        second.context.emit("model", Instant.EPOCH, NOTHING);
        second.context.finished();
        assertEquals(List.of("model"), context.keys());
        assertTrue(context.hasFinished());
        task.close();
        assertTrue(second.closed);
    }

    @Test
    void aTrainerThatIsReplacedWhileBothAreThereIsFollowed() throws Exception {
        Steps before = new Steps();
        runner.bindTrainer(before, Map.of(Trainer.METHOD, "steps"));
        TaskRun task = runner.start(TASK, context);
        Run first = started();
        runner.bindTrainer(new Steps(), Map.of(Trainer.METHOD, "steps"));
        runner.unbindTrainer(before);
        assertTrue(first.closed);
        assertFalse(started().closed, "the new one is at it");
        task.close();
    }

    @Test
    void argumentsThatWereChangedHoldForTheNextTrainerToo() throws Exception {
        Steps before = new Steps();
        runner.bindTrainer(before, Map.of(Trainer.METHOD, "steps"));
        TaskRun task = runner.start(TASK, context);
        started();
        task.change(JsonObject.builder().put("Method", "steps").put("Rate", 2).build());
        runner.unbindTrainer(before);
        runner.bindTrainer(new Steps(), Map.of(Trainer.METHOD, "steps"));
        assertTrue(started().task.inputInfo().algArgs().orElseThrow().get("Rate").isPresent());
        task.close();
        runner.bindTrainer(new Steps(), Map.of(Trainer.METHOD, "steps"));
        assertTrue(started.isEmpty(), "a task that ended is not begun again");
    }

    private Run started() throws InterruptedException {
        Run run = started.poll(20, TimeUnit.SECONDS);
        assertTrue(run != null, "no trainer was started");
        return run;
    }

    /** Does nothing by itself. */
    private final class Steps implements Trainer {

        @Override
        public List<Obstacle> check(TaskDispatchInfo task) {
            return List.of();
        }

        @Override
        public TaskRun start(TaskDispatchInfo task, TaskContext told) {
            Run run = new Run(task, told, told.checkpoint());
            started.add(run);
            return run;
        }
    }

    private static final class Run implements TaskRun {

        private final TaskDispatchInfo task;
        private final TaskContext context;
        private final Optional<byte[]> found;
        private volatile boolean paused;
        private volatile boolean closed;

        private Run(TaskDispatchInfo task, TaskContext context, Optional<byte[]> found) {
            this.task = task;
            this.context = context;
            this.found = found;
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
        }

        @Override
        public void change(JsonObject arguments) {
            // Any will do.
        }

        @Override
        public void take(TaskResultBody result) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public JsonObject occupied() {
            return JsonObject.EMPTY;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
