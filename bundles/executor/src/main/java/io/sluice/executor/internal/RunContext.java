package io.sluice.executor.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.Letter;
import io.sluice.api.task.TaskContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What one start of a task is told, and whom it tells; deaf once that has been closed. */
final class RunContext implements TaskContext {

    /** Beyond the table: names the result for its receiver, which may get it twice. */
    static final String KEY = "Key";

    private final Task task;
    private final Surroundings surroundings;
    private final Listener listener;
    private volatile boolean closed;

    /**
     * What runs need of the node.
     *
     * @param own id of this node
     * @param table keeps checkpoints
     * @param letters takes results
     * @param scratch parent of the tasks' folders
     */
    record Surroundings(String own, TaskTable table, Letters letters, Scratch scratch) {}

    /** Who follows the run. Called on the run's threads; returns at once. */
    interface Listener {

        void progressed(int percent);

        void saved();

        /** @param bytes of all messages that carry the result */
        void emitted(long bytes);

        void finished();

        void failed(int exceptionCode, String reason);
    }

    RunContext(Task task, Surroundings surroundings, Listener listener) {
        this.task = task;
        this.surroundings = surroundings;
        this.listener = listener;
    }

    void close() {
        closed = true;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return surroundings.table().checkpoint(task.id());
    }

    @Override
    public void checkpoint(byte[] state) {
        if (state.length > MOST_CHECKPOINT_BYTES) {
            throw new IllegalArgumentException("a checkpoint has at most " + MOST_CHECKPOINT_BYTES + " bytes, not " + state.length);
        }
        if (!closed) {
            surroundings.table().checkpoint(task.id(), state);
            listener.saved();
        }
    }

    @Override
    public void progress(int percent) {
        if (!closed) {
            listener.progressed(Math.max(0, Math.min(100, percent)));
        }
    }

    @Override
    public void emit(String key, Instant at, TaskResultBody.Data data) {
        if (closed) {
            throw new UnavailableException("executor.run.closed", "The run of task " + task.id() + " was ended.", "", null);
        }
        String name = task.id() + "/" + task.round() + "/" + key;
        List<Letter> letters = letters(name, at, data);
        surroundings.letters().put(letters);
        surroundings.letters().announce(body(name, at, data, List.of()));
        listener.emitted(letters.stream().mapToLong(letter -> letter.body().length).sum());
    }

    private List<Letter> letters(String key, Instant at, TaskResultBody.Data data) {
        return Addressed.to(task.given().dstDeviceList(), surroundings.letters().parts())
                .letters(key, nodes -> body(key, at, data, nodes));
    }

    private TaskResultBody body(String key, Instant at, TaskResultBody.Data data, List<TaskResultBody.Destination> nodes) {
        TaskDispatchInfo info = task.given();
        return new TaskResultBody(task.id(), info.parentTaskId(), surroundings.own(), nodes,
                info.algModelInfo().algId(), info.algModelInfo().algVersion(),
                info.algModelInfo().modelList().map(models -> models.stream()
                        .map(model -> new TaskResultBody.Model(model.modelId(), model.modelVersion())).toList()),
                OptionalDouble.empty(), OptionalDouble.empty(), at.toEpochMilli(), Optional.of(Instant.now()), data,
                JsonObject.builder().put(KEY, key).build());
    }

    @Override
    public Path scratch() {
        return surroundings.scratch().of(task.id());
    }

    @Override
    public void finished() {
        if (!closed) {
            listener.finished();
        }
    }

    @Override
    public void failed(int exceptionCode, String reason) {
        if (!closed) {
            listener.failed(exceptionCode, reason);
        }
    }
}
