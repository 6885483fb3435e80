package io.sluice.inbox.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.api.task.ResultSink;
import io.sluice.protocol.MessageCodec;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes results, each once. Whoever brings one waits until it is on the medium; what many bring at a time is forced there in one go.
 * Thread-safe.
 */
final class NodeInbox implements ResultSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeInbox.class);
    private static final Subject SUBJECT = new Subject(Subject.STORE, "inbox");
    private static final int MOST_AT_ONCE = 1024;
    private static final long PRUNE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final Request STOP = new Request(null, null, new CompletableFuture<>());

    private final Journal journal;
    private final StatusReports statuses;
    private final Clock clock;
    private final Consumer<Came> listener;
    private final MessageCodec codec = new MessageCodec();
    private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private final Thread writer = new Thread(this::write, "inbox");
    private volatile Bounds bounds;
    private volatile long givenUp;
    private boolean closed;
    /** Or not known yet; of the writer, and of who makes this before. */
    private boolean failing = true;

    /** A result that was new. */
    record Came(long id, String sender, TaskResultBody result) {}

    private record Request(Item item, TaskResultBody result, CompletableFuture<Void> done) {}

    /** @param listener told of each new result, on the writer's thread; returns at once */
    NodeInbox(Journal journal, StatusReports statuses, Clock clock, Bounds bounds, Consumer<Came> listener) {
        this.journal = journal;
        this.statuses = statuses;
        this.clock = clock;
        this.bounds = bounds;
        this.listener = listener;
        writer.setDaemon(true);
        ready();
        writer.start();
    }

    void bounds(Bounds changed) {
        bounds = changed;
    }

    Journal journal() {
        return journal;
    }

    /** Results given up since the start. */
    long givenUp() {
        return givenUp;
    }

    @Override
    public void take(String sender, String key, TaskResultBody result) {
        byte[] body = codec.encode(new TaskResult(OptionalInt.empty(), result));
        Item item = new Item(0, clock.instant(), sender, key, result.taskId(), result.ts(), body);
        Request request = new Request(item, result, new CompletableFuture<>());
        life.readLock().lock();
        try {
            if (closed) {
                throw stopping();
            }
            requests.add(request);
        } finally {
            life.readLock().unlock();
        }
        try {
            request.done().join();
        } catch (CompletionException error) {
            UnavailableException cause = (UnavailableException) error.getCause();
            throw new UnavailableException(cause.code(), cause.getMessage(), cause.remedy(), cause);
        }
    }

    private void write() {
        long pruned = System.nanoTime() - PRUNE_EVERY_NANOS;
        while (true) {
            try {
                Request first = requests.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    List<Request> together = new ArrayList<>(List.of(first));
                    requests.drainTo(together, MOST_AT_ONCE - 1);
                    boolean last = together.remove(STOP);
                    keep(together);
                    if (last) {
                        return;
                    }
                }
                if (System.nanoTime() - pruned >= PRUNE_EVERY_NANOS || journal.bytes() > bounds.bytes()
                        || journal.results() > bounds.results()) {
                    prune();
                    pruned = System.nanoTime();
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException error) {
                LOG.error("The inbox failed unexpectedly", error);
            }
        }
    }

    private void keep(List<Request> together) {
        if (together.isEmpty()) {
            return;
        }
        // Links may let results overtake each other that are under way together.
        together.sort(Comparator.comparingLong(request -> request.item().ts()));
        List<Item> fresh;
        try {
            fresh = journal.keep(together.stream().map(Request::item).toList());
        } catch (IOException | RuntimeException error) {
            LOG.warn("Results cannot be kept", error);
            UnavailableException shown = failed(error);
            together.forEach(request -> request.done().completeExceptionally(shown));
            return;
        }
        ready();
        together.forEach(request -> request.done().complete(null));
        Map<byte[], TaskResultBody> results = new IdentityHashMap<>();
        together.forEach(request -> results.put(request.item().body(), request.result()));
        fresh.forEach(item -> listener.accept(new Came(item.id(), item.sender(), results.get(item.body()))));
    }

    private void prune() {
        try {
            int lost = journal.prune(clock.instant().minus(bounds.age()), bounds);
            if (lost > 0) {
                givenUp += lost;
                statuses.report(SUBJECT, Health.OK, "inbox.pruned",
                        givenUp + " results of other nodes went, being too old or too many.", "Fetch them earlier, or let more be kept.",
                        Map.of("results", Long.toString(givenUp)));
            }
        } catch (IOException error) {
            LOG.warn("Old results cannot be deleted", error);
        }
    }

    private void ready() {
        if (failing) {
            failing = false;
            statuses.ok(SUBJECT, "inbox.ready", "Results of other nodes are kept.");
        }
    }

    private UnavailableException failed(Exception error) {
        String message = "Results of other nodes cannot be kept: " + error.getMessage();
        String remedy = "See the free space and the rights of the data folder.";
        failing = true;
        statuses.report(SUBJECT, Health.FAILED, "inbox.write.failed", message, remedy);
        return new UnavailableException("inbox.write.failed", message, remedy, error);
    }

    private static UnavailableException stopping() {
        return new UnavailableException("inbox.stopping", "The inbox is stopping.", "Try again.", null);
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            closed = true;
            requests.add(STOP);
        } finally {
            life.writeLock().unlock();
        }
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        requests.forEach(late -> late.done().completeExceptionally(stopping()));
        try {
            journal.close();
        } catch (IOException error) {
            LOG.warn("The inbox cannot be closed", error);
        }
    }
}
