package io.sluice.runner.transcode.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.runner.kit.ArgumentReader;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a task is to make, read of its frame rate and arguments.
 *
 * @param width in pixels, even; empty to follow the height, or the source
 * @param height as width
 * @param framesPerSecond at most; 0 for all there are
 * @param kilobits a second, of clips
 * @param clipSeconds time is cut into pieces of this length from 1970 on, each of which becomes a clip
 * @param quality of JPEG
 */
record Target(Format format, OptionalInt width, OptionalInt height, int framesPerSecond, int kilobits, int clipSeconds,
        int quality) {

    /** A clip of this size and what surrounds it fits into a message in Base64. */
    private static final int MOST_BYTES = 8 << 20;
    private static final int LEAST_SIDE = 32;
    private static final int MOST_SIDE = 4096;
    private static final int MOST_RATE = 120;
    private static final int DEFAULT_KILOBITS = 1000;
    private static final int MOST_KILOBITS = 50_000;
    private static final int DEFAULT_SECONDS = 10;
    private static final int LONGEST = 60;
    private static final int DEFAULT_QUALITY = 85;
    private static final List<String> FORMATS = List.of("H264", "H265", "VP9", "AV1", "MPEG4", "Jpeg");

    /** @throws io.sluice.api.error.InvalidInputException naming the argument that is wrong */
    static Target of(TaskDispatchInfo task, JsonObject arguments) {
        ArgumentReader reader = ArgumentReader.of(arguments, "",
                Set.of("Codec", "Width", "Height", "BitRate", "SegmentSeconds", "Quality"));
        OptionalInt rate = task.inputInfo().taskFrameRate();
        int perSecond = rate.isPresent() ? ArgumentReader.whole("TaskFrameRate", rate.getAsInt(), 1, MOST_RATE) : 0;
        Target target = new Target(Format.valueOf(reader.word("Codec", FORMATS).orElse("H264").toUpperCase(Locale.ROOT)),
                side(reader, "Width"), side(reader, "Height"), perSecond,
                reader.whole("BitRate", 1, MOST_KILOBITS).orElse(DEFAULT_KILOBITS),
                reader.whole("SegmentSeconds", 1, LONGEST).orElse(DEFAULT_SECONDS),
                reader.whole("Quality", 1, 100).orElse(DEFAULT_QUALITY));
        if (target.format() == Format.JPEG && (target.width().isPresent() || target.height().isPresent())) {
            throw ArgumentReader.invalid("Width", "and Height go with clips only; decoded pictures have the stream's size");
        }
        if (1000L / 8 * target.kilobits() * target.clipSeconds() > MOST_BYTES) {
            throw ArgumentReader.invalid("SegmentSeconds", "is too long for this BitRate: a clip would have more than "
                    + (MOST_BYTES >> 20) + " MiB");
        }
        return target;
    }

    private static OptionalInt side(ArgumentReader reader, String name) {
        OptionalInt side = reader.whole(name, LEAST_SIDE, MOST_SIDE);
        if (side.isPresent() && side.getAsInt() % 2 != 0) {
            throw ArgumentReader.invalid(name, "must be even");
        }
        return side;
    }

    long clipMicros() {
        return clipSeconds * 1_000_000L;
    }

    /** The width of what is made of a picture. */
    int width(int from, int fromHeight) {
        return even(width.orElse(height.isPresent() ? (int) Math.round((double) from * height.getAsInt() / fromHeight) : from));
    }

    /** As {@link #width}. */
    int height(int fromWidth, int from) {
        return even(height.orElse(width.isPresent() ? (int) Math.round((double) from * width.getAsInt() / fromWidth) : from));
    }

    private static int even(int side) {
        return Math.max(2, side & ~1);
    }
}
