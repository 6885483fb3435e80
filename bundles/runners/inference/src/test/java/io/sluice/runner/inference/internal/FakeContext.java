package io.sluice.runner.inference.internal;

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
final class FakeContext implements TaskContext {

    private final Map<String, TaskResultBody.Data> emitted = new LinkedHashMap<>();
    private Optional<byte[]> checkpoint = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private int repeated;
    private boolean full;

    @Override
    public synchronized Optional<byte[]> checkpoint() {
        return checkpoint;
    }

    @Override
    public synchronized void checkpoint(byte[] state) {
        checkpoint = Optional.of(state.clone());
    }

    synchronized void full(boolean now) {
        full = now;
    }

    synchronized List<String> keys() {
        return List.copyOf(emitted.keySet());
    }

    synchronized TaskResultBody.Data data(String key) {
        return emitted.get(key);
    }

    synchronized Optional<String> failure() {
        return failure;
    }

    synchronized int repeated() {
        return repeated;
    }

    @Override
    public void progress(int percent) {
        throw new AssertionError("a stream has no end that could be told");
    }

    @Override
    public synchronized void emit(String key, Instant at, TaskResultBody.Data data) {
        if (full) {
            throw new UnavailableException("outbox.full", "No room.", "", null);
        }
        if (emitted.putIfAbsent(key, data) != null) {
            repeated++;
        }
    }

    @Override
    public Path scratch() {
        throw new AssertionError("nothing is written");
    }

    @Override
    public void finished() {
        throw new AssertionError("a stream does not end");
    }

    @Override
    public synchronized void failed(int exceptionCode, String reason) {
        failure = Optional.of(exceptionCode + ": " + reason);
    }
}
