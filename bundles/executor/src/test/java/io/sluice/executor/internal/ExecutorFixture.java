package io.sluice.executor.internal;

import static io.sluice.support.testing.TestFramework.await;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.Resource;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.task.Letter;
import io.sluice.api.task.Outbox;
import io.sluice.api.task.TaskRunner;
import io.sluice.api.task.Waiting;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcConnectionPool;
import org.osgi.framework.InvalidSyntaxException;

/** An executor on a real database, with an outbox that keeps what it takes, and a clock that the test moves. */
final class ExecutorFixture implements AutoCloseable {

    final List<Letter> letters = new CopyOnWriteArrayList<>();
    final RecordingRunner runner = new RecordingRunner();
    final Path scratch;
    volatile boolean outboxFails;
    Limits limits = limits(8, 100, Duration.ofHours(1), 100);
    NodeExecutor executor;
    private final TestFramework framework;
    private final Path folder;
    private JdbcConnectionPool database;
    private volatile Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final AtomicLong nanos = new AtomicLong();

    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final Outbox outbox = new Outbox() {
        @Override
        public void put(List<Letter> put) {
            if (outboxFails) {
                throw new UnavailableException("test.outbox", "full", "", null);
            }
            put.stream().filter(letter -> letters.stream().noneMatch(known ->
                    known.key().equals(letter.key()) && known.destination().equals(letter.destination()))).forEach(letters::add);
        }

        @Override
        public List<Waiting> waiting() {
            return List.of();
        }
    };

    ExecutorFixture(Path folder) throws Exception {
        this.folder = folder;
        scratch = folder.resolve("scratch");
        framework = new TestFramework(Map.of());
    }

    NodeExecutor open() {
        openWithoutRunner();
        executor.add(runner, Map.of(TaskRunner.TYPES, new int[] {8}));
        return executor;
    }

    NodeExecutor openWithoutRunner() {
        database = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "sa", "");
        executor = new NodeExecutor(framework.context(), Tasks.OWN, scratch, clock, nanos::get, limits);
        executor.database().use(database);
        executor.letters().use(outbox);
        executor.start();
        return executor;
    }

    /** In order, as when the gateway stops. */
    void shut() {
        executor.close();
        database.dispose();
    }

    /** The database as it is at this moment, with nothing told to anybody: what another start would find after a crash. */
    void crash() {
        executor.database().drop(database);
        database.dispose();
        executor.close();
        runner.runs.clear();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        now = now.plus(time);
        executor.tick();
    }

    /** Somebody sets the clock. */
    void set(Instant time) {
        now = time;
        executor.tick();
    }

    static Limits limits(int concurrent, int accepted, Duration keptFor, int kept) {
        return new Limits(concurrent, accepted, keptFor, kept, Optional.empty(), Optional.empty(), Duration.ofSeconds(60), true);
    }

    Instant now() {
        return now;
    }

    TaskStatus status(String task) {
        return executor.statuses(List.of(task)).get(0);
    }

    void awaitStatus(String task, ExecutionStatus status) throws Exception {
        await(task + " is " + status, () -> status(task).executionStatus() == status);
    }

    RecordingRunner.Run awaitRun(String task) throws Exception {
        await("a run of " + task, () -> runner.of(task).stream().anyMatch(run -> !run.closed()));
        return runner.latest(task);
    }

    /** What the node says of itself at present. */
    List<Status> statuses() {
        try {
            return framework.context().getServiceReferences(StatusSource.class, null).stream()
                    .flatMap(found -> framework.context().getService(found).statuses().stream()).toList();
        } catch (InvalidSyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What the upper node was told of a task, in order. */
    List<TaskStatus> told(String task) {
        return letters.stream().filter(letter -> letter.resource() == Resource.TASK_STATUS)
                .flatMap(letter -> new MessageCodec().decode(Messages.TASK_STATUS_REPORT, letter.body()).stream())
                .flatMap(device -> device.taskStatusList().orElseThrow().stream())
                .filter(status -> status.taskId().equals(task)).toList();
    }

    @Override
    public void close() throws Exception {
        executor.close();
        database.dispose();
        framework.close();
    }
}
