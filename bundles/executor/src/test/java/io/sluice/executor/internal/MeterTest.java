package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.task;
import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.link.Resource;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.task.Obstacle;
import io.sluice.api.task.TaskContext;
import io.sluice.api.task.TaskRun;
import io.sluice.api.task.TaskRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each task takes: its own threads' time and its own messages. */
class MeterTest {

    @TempDir
    Path folder;

    private final CountDownLatch done = new CountDownLatch(1);
    private ExecutorFixture node;
    private NodeExecutor executor;
    private volatile double sink;

    @BeforeEach
    void start() throws Exception {
        node = new ExecutorFixture(folder);
        executor = node.openWithoutRunner();
        executor.add(new BusyRunner(), Map.of("task.types", 8));
    }

    @AfterEach
    void stop() throws Exception {
        done.countDown();
        node.close();
    }

    /** Runs whose own thread works without a pause for task busy, and not at all for others. */
    private final class BusyRunner implements TaskRunner {

        private final RecordingRunner recording = node.runner;

        @Override
        public List<Obstacle> check(TaskDispatchInfo task) {
            return List.of();
        }

        @Override
        public TaskRun start(
                TaskDispatchInfo task, TaskContext context) {
            Thread worker = new Thread(() -> {
                while (task.taskId().equals("busy") && done.getCount() > 0) {
                    sink += Math.sqrt(sink + 2);
                }
                try {
                    done.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            worker.setDaemon(true);
            worker.start();
            return recording.start(task, context);
        }
    }

    private double told(String task, String name) {
        return node.status(task).resourcesOccupied().orElse(JsonObject.EMPTY).get(name)
                .map(value -> ((JsonNumber) value).toDouble()).orElse(-1.0);
    }

    @Test
    void aThreadsTimeCountsForTheTaskThatMadeItOnly() throws Exception {
        executor.dispatch(UPPER, List.of(task("busy"), task("idle")));
        node.awaitRun("busy");
        await("the busy one is seen", () -> told("busy", "CpuSeconds") >= 0.4);
        assertTrue(told("idle", "CpuSeconds") < 0.3, "the idle one took " + told("idle", "CpuSeconds"));
        assertEquals(12, told("busy", "CpuPercent"), "what the runner tells itself comes first");
        await("its thread is counted", () -> told("busy", "Threads") >= 1);
        double before = told("busy", "CpuSeconds");
        done.countDown();
        await("the time of threads that ended stays", () -> told("busy", "Threads") == 0);
        assertTrue(told("busy", "CpuSeconds") >= before);
    }

    @Test
    void messagesAreCountedOnceADestination() throws Exception {
        executor.dispatch(UPPER, List.of(task("idle")));
        RecordingRunner.Run run = node.awaitRun("idle");
        int before = node.letters.size();
        run.context.emit("1", node.now(), Tasks.nothing());
        run.context.emit("2", node.now(), Tasks.nothing());
        long bytes = node.letters.stream().skip(before).filter(letter -> letter.resource() == Resource.COMMAND)
                .mapToLong(letter -> letter.body().length).sum();
        assertEquals(2, told("idle", "ResultsSent"));
        assertEquals(bytes, told("idle", "BytesSent"));
    }
}
