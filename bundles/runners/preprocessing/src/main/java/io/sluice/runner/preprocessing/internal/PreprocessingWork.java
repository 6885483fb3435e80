package io.sluice.runner.preprocessing.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.picture.decode.StillPicture;
import io.sluice.runner.kit.picture.PictureMark;
import io.sluice.runner.kit.picture.PictureResults;
import io.sluice.runner.kit.picture.PictureWork;
import java.util.Optional;

/** Emits the first picture of each piece of time, or each picture of another task, after all steps. */
final class PreprocessingWork implements PictureWork {

    private static final int MICROS_PER_MILLI = 1000;

    private final TaskDispatchInfo task;
    private final Operators operators;
    private final PictureResults results;
    private volatile Treatment treatment;
    private Treatment atWork;
    private Optional<Chain> chain = Optional.empty();

    PreprocessingWork(TaskDispatchInfo task, Treatment treatment, Operators operators, PictureMark mark, TaskContext context) {
        this.task = task;
        this.treatment = treatment;
        this.operators = operators;
        atWork = treatment;
        results = new PictureResults(treatment.wish(), mark, context);
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
            results.emit(chain().apply(picture.frame(), picture.mediaTime()), picture.wallClockMicros());
        }
    }

    @Override
    public void gap() {
        // What steps remember of pictures before does no harm.
    }

    @Override
    public void leave(boolean finish) {
        close();
    }

    @Override
    public void change(JsonObject arguments) {
        Treatment next = Treatment.of(task, arguments);
        next.check(operators);
        results.change(next.wish());
        treatment = next;
    }

    @Override
    public void take(TaskResultBody result) {
        BinaryPart image = result.taskResultData().imageResult().flatMap(TaskResultBody.ImageResult::imageData)
                .orElseThrow(() -> new InvalidInputException("runner.input.picture", "TaskResultData/ImageResult/ImageData",
                        "The result of task " + result.taskId() + " has no picture.", ""));
        byte[] bytes = new byte[image.length()];
        image.buffer().get(bytes);
        boolean png = bytes.length > 0 && bytes[0] == (byte) 0x89;
        try (StillPicture picture = StillPicture.of("picture" + (png ? ".png" : ".jpg"), bytes)) {
            // By the name that it came under: the same result comes again where the answer was lost.
            String key = "of-" + result.extra().text("Key").orElse(Long.toString(result.ts()));
            results.emit(key, chain().apply(picture.frame(), 0), result.ts() * MICROS_PER_MILLI);
        } catch (RejectedException broken) {
            throw new InvalidInputException("runner.input.picture", "TaskResultData/ImageResult/ImageData",
                    "The picture of task " + result.taskId() + " cannot be read: " + broken.getMessage(), "");
        }
    }

    private Chain chain() {
        Treatment wanted = treatment;
        if (wanted != atWork) {
            close();
            atWork = wanted;
        }
        if (chain.isEmpty()) {
            chain = Optional.of(new Chain(wanted.acts(), operators));
        }
        return chain.get();
    }

    @Override
    public JsonObject.Builder told() {
        return JsonObject.builder().put("PicturesEmitted", results.emitted());
    }

    @Override
    public void close() {
        chain.ifPresent(Chain::close);
        chain = Optional.empty();
    }
}
