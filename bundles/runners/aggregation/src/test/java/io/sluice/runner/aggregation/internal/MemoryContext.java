package io.sluice.runner.aggregation.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The executor's side of a task, in memory; outlives runs. Its outbox drops a key that it has. */
final class MemoryContext implements TaskContext {

    private static final long DEADLINE_MILLIS = 20_000;

    private final Path scratch;
    private final Map<String, TaskResultBody.Data> emitted = new LinkedHashMap<>();
    private Optional<byte[]> checkpoint = Optional.empty();
    private int room = Integer.MAX_VALUE;
    private int repeated;
    private int differing;
    private Optional<String> failure = Optional.empty();

    MemoryContext(Path scratch) {
        this.scratch = scratch;
    }

    /** As many results are taken, and no more. */
    synchronized void room(int results) {
        room = results;
        notifyAll();
    }

    synchronized List<String> keys() {
        return List.copyOf(emitted.keySet());
    }

    synchronized List<TaskResultBody.Data> data() {
        return List.copyOf(emitted.values());
    }

    synchronized int repeated() {
        return repeated;
    }

    /** Keys that were made again with other content. */
    synchronized int differing() {
        return differing;
    }

    synchronized Optional<String> failure() {
        return failure;
    }

    synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + DEADLINE_MILLIS;
        while (!condition.getAsBoolean() && System.currentTimeMillis() < end) {
            wait(50);
        }
        assertTrue(condition.getAsBoolean(), () -> emitted + " " + failure);
    }

    synchronized void awaitResults(int count) throws InterruptedException {
        await(() -> emitted.size() >= count);
    }

    @Override
    public synchronized Optional<byte[]> checkpoint() {
        return checkpoint;
    }

    @Override
    public synchronized void checkpoint(byte[] state) {
        assertTrue(state.length <= MOST_CHECKPOINT_BYTES, "a checkpoint of " + state.length + " bytes");
        checkpoint = Optional.of(state.clone());
        notifyAll();
    }

    @Override
    public void progress(int percent) {
        throw new AssertionError("it has no end that could be told");
    }

    @Override
    public synchronized void emit(String key, Instant at, TaskResultBody.Data data) {
        TaskResultBody.Data former = emitted.get(key);
        if (former != null) {
            repeated++;
            differing += former.equals(data) ? 0 : 1;
            notifyAll();
            return;
        }
        if (room-- <= 0) {
            throw new UnavailableException("outbox.full", "No room.", "", null);
        }
        emitted.put(key, data);
        notifyAll();
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public void finished() {
        throw new AssertionError("it does not end by itself");
    }

    @Override
    public synchronized void failed(int exceptionCode, String reason) {
        failure = Optional.of(exceptionCode + ": " + reason);
        notifyAll();
    }
}
