package io.sluice.runner.kit.testing;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run tells, in memory; outlives the run as the executor's does. */
public final class MemoryContext implements TaskContext {

    private final Map<String, TaskResultBody.Data> emitted = new LinkedHashMap<>();
    private final Path scratch;
    private Optional<byte[]> checkpoint = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private int percent = -1;
    private int repeated;
    private boolean finished;
    private boolean full;
    private int dieAfter = Integer.MAX_VALUE;

    /** For runs that write no files. */
    public MemoryContext() {
        this(Path.of("/nonexistent"));
    }

    public MemoryContext(Path scratch) {
        this.scratch = scratch;
    }

    @Override
    public synchronized Optional<byte[]> checkpoint() {
        return checkpoint;
    }

    @Override
    public synchronized void checkpoint(byte[] state) {
        if (emitted.size() >= dieAfter) {
            throw new UnavailableException("executor.run.closed", "The process is dead.", "", null);
        }
        checkpoint = Optional.of(state.clone());
    }

    /** Whether nothing is taken at present. */
    public synchronized void full(boolean now) {
        full = now;
    }

    /** As a crash behind the emission of so many results and before the checkpoint after it; {@code Integer.MAX_VALUE} for none. */
    public synchronized void dieAfter(int results) {
        dieAfter = results;
    }

    public synchronized List<String> keys() {
        return List.copyOf(emitted.keySet());
    }

    public synchronized TaskResultBody.Data data(String key) {
        return emitted.get(key);
    }

    /** Code and reason. */
    public synchronized Optional<String> failure() {
        return failure;
    }

    public synchronized boolean hasFinished() {
        return finished;
    }

    /** The latest told; -1 for none. */
    public synchronized int percent() {
        return percent;
    }

    /** How many results came again under a key that was there. */
    public synchronized int repeated() {
        return repeated;
    }

    @Override
    public synchronized void progress(int now) {
        percent = now;
    }

    @Override
    public synchronized void emit(String key, Instant at, TaskResultBody.Data data) {
        if (full || emitted.size() >= dieAfter) {
            throw new UnavailableException("outbox.full", "No room.", "", null);
        }
        if (emitted.putIfAbsent(key, data) != null) {
            repeated++;
        }
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public synchronized void finished() {
        finished = true;
    }

    @Override
    public synchronized void failed(int exceptionCode, String reason) {
        failure = Optional.of(exceptionCode + ": " + reason);
    }
}
