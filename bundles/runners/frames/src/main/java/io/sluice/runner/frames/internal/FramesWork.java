package io.sluice.runner.frames.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.picture.encode.Jpeg;
import io.sluice.runner.kit.picture.PictureWork;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Emits the first picture of each piece of time. */
final class FramesWork implements PictureWork {

    private static final int MICROS = 1_000_000;

    private final OptionalInt rate;
    private final TaskContext context;
    private volatile Wish wish;
    private volatile Mark mark;

    FramesWork(OptionalInt rate, Wish wish, Mark mark, TaskContext context) {
        this.rate = rate;
        this.wish = wish;
        this.mark = mark;
        this.context = context;
    }

    @Override
    public long wantedFrom() {
        return mark.emitted() == 0 ? 0 : mark.lastMicros() + 1;
    }

    @Override
    public boolean done() {
        return wish.count() > 0 && mark.emitted() >= wish.count();
    }

    @Override
    public int percent() {
        int count = wish.count();
        return count == 0 ? -1 : (int) Math.min(100, 100L * mark.emitted() / count);
    }

    @Override
    public void look(FrameDecoder picture) {
        Wish wanted = wish;
        long micros = picture.wallClockMicros();
        if (mark.emitted() > 0 && wanted.piece(micros) <= wanted.piece(mark.lastMicros())) {
            return;
        }
        JsonObject info = JsonObject.builder()
                .put("FileFormat", "Jpeg")
                .put("Width", picture.frame().width())
                .put("Height", picture.frame().height())
                .put("TakenMicros", micros)
                .build();
        TaskResultBody.ImageResult image = new TaskResultBody.ImageResult(
                Optional.of(BinaryPart.owning(Jpeg.of(picture.frame(), wanted.quality()))), Optional.of(info), Optional.empty());
        context.emit(wanted.key(wanted.piece(micros), mark.emitted() + 1),
                Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L),
                new TaskResultBody.Data(Optional.of(image), Optional.empty(), Optional.empty()));
        Mark next = mark.emitted(micros);
        context.checkpoint(next.bytes());
        mark = next;
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
        wish = Wish.of(rate, arguments);
    }

    @Override
    public void take(TaskResultBody result) {
        throw new RejectedException("runner.input.unexpected", "A task of frame extraction takes pictures, no results of tasks.",
                "", null);
    }

    @Override
    public JsonObject.Builder told() {
        return JsonObject.builder().put("PicturesEmitted", mark.emitted());
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
