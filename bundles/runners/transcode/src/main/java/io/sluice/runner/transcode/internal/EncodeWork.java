package io.sluice.runner.transcode.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.TaskContext;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.picture.decode.StillPicture;
import io.sluice.runner.kit.picture.PictureWork;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes clips of the pictures of another task. Each is on the disk before it is acknowledged. A clip is made once a picture of the
 * next piece of time has come, or none for a while; which pictures it has is saved before it is emitted, so that it is the same clip
 * after a crash.
 */
final class EncodeWork implements PictureWork {

    private static final int MICROS = 1_000_000;
    private static final int MICROS_PER_MILLI = 1000;

    private final TaskDispatchInfo task;
    private final TaskContext context;
    private final Encoders encoders;
    private final WaitingPictures waiting;
    private volatile Target target;
    private volatile ClipMark mark;
    private volatile int late;
    private boolean tidied;

    EncodeWork(TaskDispatchInfo task, Target target, ClipMark mark, TaskContext context, Encoders encoders) {
        this.task = task;
        this.target = target;
        this.mark = mark;
        this.context = context;
        this.encoders = encoders;
        waiting = new WaitingPictures(context.scratch().resolve("pictures"));
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
    public void take(TaskResultBody result) {
        BinaryPart image = result.taskResultData().imageResult().flatMap(TaskResultBody.ImageResult::imageData)
                .orElseThrow(() -> unfit(result, "has no picture"));
        long micros = result.ts() * MICROS_PER_MILLI;
        byte[] bytes = new byte[image.length()];
        image.buffer().get(bytes);
        read(bytes, result).close();
        try {
            complete();
            if (micros < mark.untilMicros()) {
                late++;
                return;
            }
            waiting.put(micros, bytes);
            List<Long> times = waiting.times();
            while (piece(times.get(0)) != piece(times.get(times.size() - 1))) {
                long first = piece(times.get(0));
                close(times.stream().filter(time -> piece(time) == first).toList());
                times = waiting.times();
            }
        } catch (IOException full) {
            throw new UnavailableException("runner.scratch.failed", "The picture cannot be kept: " + full, "Make room on the disk, and see to it.",
                    full);
        }
    }

    /** Nothing came for a while: what waits is a clip. */
    @Override
    public void gap() {
        try {
            complete();
            List<Long> times = waiting.times();
            if (!times.isEmpty()) {
                close(times);
            }
        } catch (IOException error) {
            throw new UnavailableException("runner.scratch.failed", "Pictures cannot be read: " + error,
                    "Make room on the disk, and see to it.", error);
        }
    }

    private void close(List<Long> times) throws IOException {
        ClipMark closing = mark.closing(times.get(times.size() - 1));
        context.checkpoint(closing.bytes());
        mark = closing;
        complete();
    }

    /** Makes and emits the clip that was decided on, if there is one. */
    private void complete() throws IOException {
        if (!tidied) {
            // A crash may have come between the checkpoint and this.
            waiting.removeUntil(mark.untilMicros() - 1);
            tidied = true;
        }
        long last = mark.closingMicros();
        if (last == 0) {
            return;
        }
        Target wanted = target;
        Optional<ClipWriter> clip = Optional.empty();
        try {
            for (byte[] bytes : waiting.until(last)) {
                try (StillPicture picture = StillPicture.of(name(bytes), bytes)) {
                    long micros = waiting.lastRead();
                    clip = Optional.of(clip.orElseGet(() -> encoders.begin(wanted, picture.frame(), micros)));
                    clip.get().add(picture.frame(), micros);
                }
            }
            if (clip.isPresent()) {
                byte[] file = clip.get().finish();
                long first = clip.get().startMicros();
                context.emit("clip-of-" + first, Instant.ofEpochSecond(first / MICROS, first % MICROS * 1000L),
                        clip.get().result(file, wanted.format()));
            }
        } finally {
            clip.ifPresent(ClipWriter::close);
        }
        ClipMark saved = mark.emitted(last + 1);
        context.checkpoint(saved.bytes());
        mark = saved;
        waiting.removeUntil(last);
    }

    private long piece(long micros) {
        return Math.floorDiv(micros, target.clipMicros());
    }

    private static StillPicture read(byte[] bytes, TaskResultBody result) {
        try {
            return StillPicture.of(name(bytes), bytes);
        } catch (RejectedException broken) {
            throw unfit(result, "cannot be read: " + broken.getMessage());
        }
    }

    private static String name(byte[] bytes) {
        return "picture" + (bytes.length > 0 && bytes[0] == (byte) 0x89 ? ".png" : ".jpg");
    }

    private static InvalidInputException unfit(TaskResultBody result, String what) {
        return new InvalidInputException("runner.input.picture", "TaskResultData/ImageResult/ImageData",
                "The result of task " + result.taskId() + " " + what + ".", "");
    }

    @Override
    public void look(FrameDecoder picture) {
        throw new IllegalStateException("pictures come as results");
    }

    @Override
    public void leave(boolean finish) {
        // All is on the disk.
    }

    @Override
    public void change(JsonObject arguments) {
        target = Target.of(task, arguments);
    }

    @Override
    public JsonObject.Builder told() {
        return JsonObject.builder().put("ResultsEmitted", mark.emitted()).put("PicturesLate", late);
    }

    @Override
    public void close() {
        // All is on the disk.
    }
}
