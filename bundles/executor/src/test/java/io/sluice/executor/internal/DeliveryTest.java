package io.sluice.executor.internal;

import static io.sluice.executor.internal.Tasks.OTHER;
import static io.sluice.executor.internal.Tasks.UPPER;
import static io.sluice.executor.internal.Tasks.dataOf;
import static io.sluice.executor.internal.Tasks.result;
import static io.sluice.executor.internal.Tasks.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.PartStore;
import io.sluice.api.task.ResultSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of tasks elsewhere: to whom they go here, and with what. */
class DeliveryTest {

    @TempDir
    Path folder;

    private ExecutorFixture node;
    private NodeExecutor executor;

    @BeforeEach
    void start() throws Exception {
        node = new ExecutorFixture(folder);
        executor = node.open();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void whatNoTaskWaitsForGoesToTheSinksWithItsKey() throws Exception {
        List<String> taken = new ArrayList<>();
        ResultSink sink = (sender, key, result) -> taken.add(sender + " " + key + " " + result.ts());
        assertThrows(NotFoundException.class, () -> executor.deliver(OTHER, result("x", 1, "x/0/1")));
        executor.sinks().add(sink);
        executor.deliver(OTHER, result("x", 1, "x/0/1"));
        assertEquals(List.of(OTHER + " x/0/1 1"), taken);
        executor.dispatch(UPPER, List.of(task("x"), Tasks.after("b", dataOf("x"))));
        RecordingRunner.Run run = node.awaitRun("b");
        executor.deliver(OTHER, result("x", 2, "x/0/2"));
        assertEquals(List.of("take x@2"), run.told);
        assertEquals(1, taken.size());
        executor.sinks().remove(sink);
        assertThrows(NotFoundException.class, () -> executor.deliver(OTHER, result("y", 3, "y/0/1")));
    }

    @Test
    void aResultWithoutAKeyIsNamedByWhatItSays() {
        List<String> keys = new ArrayList<>();
        executor.sinks().add((sender, key, result) -> keys.add(key));
        executor.deliver(OTHER, result("x", 1));
        executor.deliver(OTHER, result("x", 1));
        executor.deliver(OTHER, result("x", 2));
        assertEquals(keys.get(0), keys.get(1));
        assertTrue(!keys.get(0).equals(keys.get(2)), keys.toString());
    }

    @Test
    void isRefusedWhereNobodyCanUseItAndComesAgainWhereOneCannotTakeItAtPresent() {
        executor.sinks().add((sender, key, result) -> {
            throw new InvalidInputException("test.useless", "TaskID", "no such task", "");
        });
        assertThrows(InvalidInputException.class, () -> executor.deliver(OTHER, result("x", 1)));
        List<String> taken = new ArrayList<>();
        executor.sinks().add((sender, key, result) -> taken.add(key));
        executor.deliver(OTHER, result("x", 1));
        assertEquals(1, taken.size());
        executor.sinks().add((sender, key, result) -> {
            throw new UnavailableException("test.full", "full", "", null);
        });
        assertThrows(UnavailableException.class, () -> executor.deliver(OTHER, result("x", 1)));
    }

    @Test
    void partsAreFetchedForARunWhileAllElseGoesOn() throws Exception {
        CountDownLatch fetched = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        executor.letters().use(new PartStore() {
            @Override
            public TaskResultBody detach(TaskResultBody result) {
                return result;
            }

            @Override
            public TaskResultBody attach(String sender, TaskResultBody result) {
                asked.countDown();
                try {
                    fetched.await();
                } catch (InterruptedException stopped) {
                    throw new AssertionError(stopped);
                }
                return result("x", result.ts() + 1000, "x/0/1");
            }
        });
        executor.dispatch(UPPER, List.of(task("x"), Tasks.after("b", dataOf("x"))));
        RecordingRunner.Run run = node.awaitRun("b");
        CompletableFuture<Void> delivered =
                CompletableFuture.runAsync(() -> executor.deliver(OTHER, result("x", 1, "x/0/1")));
        asked.await();
        executor.dispatch(UPPER, List.of(task("c")));
        node.awaitRun("c");
        assertEquals(List.of(), run.told);
        fetched.countDown();
        delivered.join();
        assertEquals(List.of("take x@1001"), run.told);
    }
}
