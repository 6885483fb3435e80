package io.sluice.executor.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.task.TaskExecutor;
import io.sluice.api.task.TaskRunner;
import io.sluice.support.sql.Database;
import io.sluice.support.status.StatusReports;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on this node. Calls wait until what they ask for is done and kept. Thread-safe. */
final class NodeExecutor implements TaskExecutor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeExecutor.class);
    /** A runner that takes longer to obey is reported; it obeys nevertheless, once it can. */
    private static final long PATIENCE_SECONDS = 20;
    private static final long TICK_MILLIS = 1000;

    private final StatusReports statuses;
    private final Database database;
    private final Letters letters = new Letters();
    private final Runners runners;
    private final Sinks sinks = new Sinks();
    private final Mailbox mailbox = new Mailbox();
    private final ExecutorService pool;
    private final Admission admission;
    private final Book book;
    private final Schedule schedule;
    private final Orders orders;
    private final Received received;
    private boolean loaded;
    private volatile boolean closed;

    /** @param nanos the monotonic clock */
    NodeExecutor(BundleContext context, String own, Path scratch, Clock clock, LongSupplier nanos, Limits limits) {
        statuses = new StatusReports(context);
        database = new Database(statuses, Schema.OWNER);
        received = new Received(database);
        AtomicInteger threads = new AtomicInteger();
        pool = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "executor-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        RunContext.Surroundings surroundings =
                new RunContext.Surroundings(own, new TaskTable(database), letters, new Scratch(scratch));
        runners = new Runners(pool);
        admission = new Admission(own, runners);
        book = new Book(surroundings, new Reporter(surroundings), pool, clock, nanos);
        schedule = new Schedule(book, surroundings, runners, mailbox, pool, new Hanging(statuses), limits);
        orders = new Orders(book, schedule, runners, mailbox);
    }

    /** Takes up what was accepted earlier, as soon as there is a database. */
    void start() {
        mailbox.post(this::load);
        mailbox.every(TICK_MILLIS, this::look);
    }

    /** Looks after the tasks at once, as is done every second. */
    void tick() {
        await(mailbox.post(() -> {
            look();
            return null;
        }));
    }

    private void look() {
        if (load()) {
            schedule.tick();
        }
    }

    Database database() {
        return database;
    }

    Letters letters() {
        return letters;
    }

    Runners runners() {
        return runners;
    }

    Sinks sinks() {
        return sinks;
    }

    void add(TaskRunner runner, Map<String, Object> properties) {
        runners.add(runner, properties);
        mailbox.post(() -> {
            if (load()) {
                schedule.came();
            }
            return null;
        });
    }

    void remove(TaskRunner runner) {
        runners.remove(runner);
        if (!closed) {
            // Its bundle may stop right after this: the runs must be over by then.
            await(mailbox.post(() -> schedule.gone(runner)).thenCompose(over -> over));
        }
    }

    void limits(Limits changed) {
        mailbox.post(() -> {
            schedule.limits(changed);
            return null;
        });
    }

    @Override
    public void dispatch(String sender, List<TaskDispatchInfo> tasks) {
        ready();
        List<TaskDispatchInfo> fresh = admission.check(tasks, book::find, book.now());
        fresh.forEach(task -> Addressed.to(task.dstDeviceList(), letters.parts()).check());
        await(mailbox.post(() -> {
            orders.accept(sender, fresh);
            return null;
        }));
    }

    @Override
    public void control(String sender, List<OpsControl> operations) {
        ready();
        for (OpsControl operation : operations) {
            await(mailbox.post(() -> orders.control(operation)).thenCompose(carriedOut -> carriedOut));
        }
    }

    @Override
    public void deliver(String sender, TaskResultBody result) {
        ready();
        Optional<String> key = result.extra().text(RunContext.KEY);
        if (key.isPresent() && received.knows(sender, key.get())) {
            return;
        }
        if (!await(mailbox.post(() -> orders.awaits(result.taskId())))) {
            sinks.take(sender, key, result);
            return;
        }
        // Fetching waits for the sender, so it is done here and not by who looks after all tasks.
        TaskResultBody whole = letters.parts().map(store -> store.attach(sender, result)).orElse(result);
        await(mailbox.post(() -> orders.deliver(whole)).thenCompose(taken -> taken));
        key.ifPresent(letter -> received.add(sender, letter, book.now()));
    }

    @Override
    public List<TaskStatus> statuses(Collection<String> ids) {
        ready();
        return book.tasks().stream().filter(slot -> ids.isEmpty() || ids.contains(slot.task.id()))
                .map(NodeExecutor::status).toList();
    }

    private static TaskStatus status(Slot slot) {
        return Reporter.status(slot.task, slot.run.map(run -> slot.meter.with(run.occupied().orElse(JsonObject.EMPTY))));
    }

    @Override
    public void close() {
        closed = true;
        try {
            await(mailbox.post(book::close).thenCompose(over -> over));
        } catch (SluiceException slow) {
            LOG.warn("Runs of tasks did not end in time", slow);
        }
        mailbox.close();
        pool.shutdown();
        statuses.close();
    }

    private void ready() {
        if (!await(mailbox.post(this::load))) {
            throw new UnavailableException("executor.starting", "The tasks of this node have not been read yet.",
                    "See the status of store/executor.", null);
        }
    }

    /** @return whether the tasks have been read */
    private boolean load() {
        if (!loaded) {
            try {
                book.load();
            } catch (UnavailableException reported) {
                return false;
            }
            loaded = true;
            schedule.begin();
        }
        return true;
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException error) {
            Throwable cause = error.getCause();
            if (cause instanceof SluiceException known) {
                throw known;
            }
            if (cause instanceof RejectedExecutionException) {
                throw new UnavailableException("executor.stopping", "The executor is stopping.", "Try again.", cause);
            }
            throw new UnavailableException("executor.internal", "It failed unexpectedly: " + cause, "See the gateway's log.", cause);
        } catch (TimeoutException slow) {
            throw new UnavailableException("executor.runner.slow", "The task's runner did not answer within " + PATIENCE_SECONDS
                    + " s; it obeys once it can.", "Ask for the task's state.", slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("executor.interrupted", "The call was interrupted.", "Try again.", interrupted);
        }
    }
}
