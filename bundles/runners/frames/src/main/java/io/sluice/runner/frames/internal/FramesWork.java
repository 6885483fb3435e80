package io.sluice.runner.frames.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.runner.kit.ArgumentReader;
import io.sluice.runner.kit.picture.PictureMark;
import io.sluice.runner.kit.picture.PictureResults;
import io.sluice.runner.kit.picture.PictureWish;
import io.sluice.runner.kit.picture.PictureWork;

/** Emits the first picture of each piece of time. */
final class FramesWork implements PictureWork {

    private final TaskDispatchInfo task;
    private final PictureResults results;

    /** @throws io.sluice.api.error.InvalidInputException when its arguments are wrong */
    FramesWork(TaskDispatchInfo task, PictureMark mark, TaskContext context) {
        this.task = task;
        results = new PictureResults(wish(task, arguments(task)), mark, context);
    }

    static PictureWish wish(TaskDispatchInfo task, JsonObject arguments) {
        return PictureWish.of(task.inputInfo().taskFrameRate(), ArgumentReader.of(arguments, "", PictureWish.ARGUMENTS));
    }

    static JsonObject arguments(TaskDispatchInfo task) {
        return task.inputInfo().algArgs().orElse(JsonObject.EMPTY);
    }

    @Override
    public long wantedFrom() {
        return results.wantedFrom();
    }

    @Override
    public boolean done() {
        return results.done();
    }

    @Override
    public int percent() {
        return results.percent();
    }

    @Override
    public void look(FrameDecoder picture) {
        if (results.due(picture.wallClockMicros())) {
            results.emit(picture.frame(), picture.wallClockMicros());
        }
    }

    @Override
    public void gap() {
        // A picture stands for itself.
    }

    @Override
    public void leave(boolean finish) {
        // Nothing is held.
    }

    @Override
    public void change(JsonObject arguments) {
        results.change(wish(task, arguments));
    }

    @Override
    public void take(TaskResultBody result) {
        throw new RejectedException("runner.input.unexpected", "A task of frame extraction takes pictures, no results of tasks.",
                "", null);
    }

    @Override
    public JsonObject.Builder told() {
        return JsonObject.builder().put("PicturesEmitted", results.emitted());
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
