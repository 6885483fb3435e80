package io.sluice.runner.features.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a run tells, in memory; outlives the run as the executor's does. */
final class FakeContext implements TaskContext {

    final Map<String, TaskResultBody.Data> emitted = new LinkedHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private Optional<byte[]> checkpoint = Optional.empty();
    private String said = "";
    private int percent;
    private int refusals;
    int repeated;

    /** The next so many results are not taken. */
    synchronized void refuse(int results) {
        refusals = results;
    }

    /** What the task said at its end. */
    String awaitEnd() throws InterruptedException {
        if (!end.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the task does not end");
        }
        synchronized (this) {
            return said;
        }
    }

    @Override
    public synchronized Optional<byte[]> checkpoint() {
        return checkpoint;
    }

    @Override
    public synchronized void checkpoint(byte[] state) {
        checkpoint = Optional.of(state.clone());
    }

    @Override
    public synchronized void progress(int now) {
        percent = now;
    }

    @Override
    public synchronized void emit(String key, Instant at, TaskResultBody.Data data) {
        if (refusals > 0) {
            refusals--;
            notifyAll();
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
    public synchronized void finished() {
        said = "finished at " + percent;
        end.countDown();
    }

    @Override
    public synchronized void failed(int exceptionCode, String reason) {
        said = exceptionCode + ": " + reason;
        end.countDown();
    }
}
