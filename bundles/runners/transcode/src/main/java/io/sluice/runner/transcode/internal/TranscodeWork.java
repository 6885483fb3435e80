package io.sluice.runner.transcode.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.picture.encode.Jpeg;
import io.sluice.runner.kit.picture.PictureWork;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes clips of a source's pictures, one for each piece of time, named by it; or pictures one by one. A clip that was begun when the
 * process ended is begun again where the source is a recording.
 */
final class TranscodeWork implements PictureWork {

    private static final int MICROS = 1_000_000;

    private final TaskDispatchInfo task;
    private final TaskContext context;
    private final Encoders encoders;
    private volatile Target target;
    private volatile ClipMark mark;
    private volatile long bytes;
    private Target atWork;
    private Optional<ClipWriter> clip = Optional.empty();
    private Optional<Made> made = Optional.empty();
    private long lastPiece;

    /** What waits to be emitted: it is made once, and offered until it is taken. */
    private record Made(String key, long at, long until, TaskResultBody.Data data, int size) {}

    TranscodeWork(TaskDispatchInfo task, Target target, ClipMark mark, TaskContext context, Encoders encoders) {
        this.task = task;
        this.target = target;
        this.mark = mark;
        this.context = context;
        this.encoders = encoders;
        atWork = target;
        lastPiece = target.format() == Format.JPEG && mark.emitted() > 0 ? beat(mark.untilMicros() - 1) : Long.MIN_VALUE;
    }

    @Override
    public long wantedFrom() {
        return mark.untilMicros();
    }

    @Override
    public boolean done() {
        return false;
    }

    @Override
    public int percent() {
        return -1;
    }

    @Override
    public void look(FrameDecoder picture) {
        offer();
        long micros = picture.wallClockMicros();
        if (clip.isPresent() && piece(clip.get().startMicros()) != piece(micros)) {
            finish();
            offer();
        }
        if (micros < mark.untilMicros() || !due(micros)) {
            return;
        }
        if (clip.isEmpty()) {
            atWork = target;
        }
        lastPiece = beat(micros);
        if (atWork.format() == Format.JPEG) {
            still(picture, micros);
            offer();
        } else {
            clip = Optional.of(clip.orElseGet(() -> encoders.begin(atWork, picture.frame(), micros)));
            clip.get().add(picture.frame(), micros);
        }
    }

    /** Whether a picture is one of those that the rate asks for. */
    private boolean due(long micros) {
        return atWork.framesPerSecond() == 0 || beat(micros) != lastPiece;
    }

    private long beat(long micros) {
        return atWork.framesPerSecond() == 0 ? micros : Math.floorDiv(micros * atWork.framesPerSecond(), MICROS);
    }

    private long piece(long micros) {
        return Math.floorDiv(micros, atWork.clipMicros());
    }

    private void finish() {
        try (ClipWriter done = clip.orElseThrow()) {
            clip = Optional.empty();
            byte[] file = done.finish();
            long piece = piece(done.startMicros());
            made = Optional.of(new Made("clip-" + atWork.clipSeconds() + "-" + piece, done.startMicros(),
                    (piece + 1) * atWork.clipMicros(), done.result(file, atWork.format()), file.length));
        }
    }

    private void still(FrameDecoder picture, long micros) {
        byte[] file = Jpeg.of(picture.frame(), atWork.quality());
        JsonObject info = JsonObject.builder()
                .put("FileFormat", "Jpeg")
                .put("Width", picture.frame().width())
                .put("Height", picture.frame().height())
                .put("TakenMicros", micros)
                .build();
        TaskResultBody.ImageResult image = new TaskResultBody.ImageResult(
                Optional.of(BinaryPart.owning(file)), Optional.of(info), Optional.empty());
        made = Optional.of(new Made("picture-" + micros, micros, micros + 1,
                new TaskResultBody.Data(Optional.of(image), Optional.empty(), Optional.empty()), file.length));
    }

    /** Emits what waits, under the same name until it is taken. */
    private void offer() {
        if (made.isPresent()) {
            Made next = made.get();
            context.emit(next.key(), Instant.ofEpochSecond(Math.floorDiv(next.at(), MICROS), Math.floorMod(next.at(), MICROS) * 1000L),
                    next.data());
            ClipMark saved = mark.emitted(next.until());
            context.checkpoint(saved.bytes());
            mark = saved;
            bytes += next.size();
            made = Optional.empty();
        }
    }

    @Override
    public void gap() {
        // Its clip has a gap there as well.
    }

    @Override
    public void leave(boolean finish) {
        offer();
        if (finish && clip.isPresent()) {
            finish();
            offer();
        }
        close();
    }

    @Override
    public void change(JsonObject arguments) {
        Target next = Target.of(task, arguments);
        if (next.format() != Format.JPEG && encoders.find(next.format()).isEmpty()) {
            throw new RejectedException("runner.codec.absent", "This node has no encoder for " + next.format() + ".", "", null);
        }
        target = next;
    }

    @Override
    public void take(TaskResultBody result) {
        throw new RejectedException("runner.input.unexpected", "A task of transcoding takes streams, no results of tasks.", "", null);
    }

    @Override
    public JsonObject.Builder told() {
        return JsonObject.builder().put("ResultsEmitted", mark.emitted()).put("BytesEmitted", bytes);
    }

    @Override
    public void close() {
        clip.ifPresent(ClipWriter::close);
        clip = Optional.empty();
    }
}
