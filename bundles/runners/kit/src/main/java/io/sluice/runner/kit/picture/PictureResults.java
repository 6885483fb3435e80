package io.sluice.runner.kit.picture;

import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.picture.encode.Jpeg;
import java.time.Instant;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Pictures as results: the first of each piece of time, as JPEG, each under one name however often it is made. Emitted by one thread,
 * read by any.
 */
public final class PictureResults {

    private static final int MICROS = 1_000_000;

    private final TaskContext context;
    private volatile PictureWish wish;
    private volatile PictureMark mark;

    public PictureResults(PictureWish wish, PictureMark mark, TaskContext context) {
        this.wish = wish;
        this.mark = mark;
        this.context = context;
    }

    /** Other wishes from the next picture on. */
    public void change(PictureWish next) {
        wish = next;
    }

    /** As {@link PictureWork#wantedFrom}. */
    public long wantedFrom() {
        return mark.emitted() == 0 ? 0 : mark.lastMicros() + 1;
    }

    public boolean done() {
        return wish.count() > 0 && mark.emitted() >= wish.count();
    }

    /** As {@link PictureWork#percent}. */
    public int percent() {
        int count = wish.count();
        return count == 0 ? -1 : (int) Math.min(100, 100L * mark.emitted() / count);
    }

    public int emitted() {
        return mark.emitted();
    }

    /** Whether the picture of a moment is to be emitted. */
    public boolean due(long micros) {
        PictureWish wanted = wish;
        return mark.emitted() == 0 || wanted.piece(micros) > wanted.piece(mark.lastMicros());
    }

    /**
     * Emits a picture that is due, and saves how far the task has come.
     *
     * @param micros when it was taken, since 1970
     * @throws io.sluice.api.error.UnavailableException when it was not taken; it is still due
     */
    public void emit(AVFrame picture, long micros) {
        PictureWish wanted = wish;
        emit(wanted.key(wanted.piece(micros), mark.emitted() + 1), picture, micros);
    }

    /** As above, of a picture that has a name of its own. */
    public void emit(String key, AVFrame picture, long micros) {
        JsonObject info = JsonObject.builder()
                .put("FileFormat", "Jpeg")
                .put("Width", picture.width())
                .put("Height", picture.height())
                .put("TakenMicros", micros)
                .build();
        TaskResultBody.ImageResult image = new TaskResultBody.ImageResult(
                Optional.of(BinaryPart.owning(Jpeg.of(picture, wish.quality()))), Optional.of(info), Optional.empty());
        context.emit(key, Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000L),
                new TaskResultBody.Data(Optional.of(image), Optional.empty(), Optional.empty()));
        PictureMark next = mark.emitted(micros);
        context.checkpoint(next.bytes());
        mark = next;
    }
}
