package io.sluice.runner.training.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The task's context for one start of a trainer; deaf once that was closed, though the task goes on. Thread-safe. */
final class RoundContext implements TaskContext {

    private final TaskContext context;
    private final Runnable onEnd;
    private volatile boolean closed;

    /** @param onEnd the trainer is done with the task, well or not */
    RoundContext(TaskContext context, Runnable onEnd) {
        this.context = context;
        this.onEnd = onEnd;
    }

    void close() {
        closed = true;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return context.checkpoint();
    }

    @Override
    public void checkpoint(byte[] state) {
        if (!closed) {
            context.checkpoint(state);
        }
    }

    @Override
    public void progress(int percent) {
        if (!closed) {
            context.progress(percent);
        }
    }

    @Override
    public void emit(String key, Instant at, TaskResultBody.Data data) {
        if (closed) {
            throw new UnavailableException("runner.trainer.gone", "This run of the trainer was ended.", "", null);
        }
        context.emit(key, at, data);
    }

    @Override
    public Path scratch() {
        return context.scratch();
    }

    @Override
    public void finished() {
        if (!closed) {
            onEnd.run();
            context.finished();
        }
    }

    @Override
    public void failed(int exceptionCode, String reason) {
        if (!closed) {
            onEnd.run();
            context.failed(exceptionCode, reason);
        }
    }
}
