package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import io.sluice.mp4.ScannedFile;
import io.sluice.mp4.ScannedFragment;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/** What a file itself tells of its segment. */
final class Scans {

    private Scans() {}

    /** The complete segment that a file with at least one fragment is. */
    static Segment segment(SegmentName name, Path path, ScannedFile file) {
        ScannedFragment first = file.fragments().get(0);
        ScannedFragment last = last(file);
        long clock = name.id() * 1000;
        Instant start = instant(first.wallClockMicros().orElse(clock));
        long duration = last.endTime() - first.decodeTime();
        Instant end = last.wallClockMicros().isPresent()
                ? instant(last.wallClockMicros().getAsLong() + last.duration() * 100 / 9)
                : start.plus(duration * 100 / 9, ChronoUnit.MICROS);
        return new Segment(name.id(), name.camera(), path, start, end, first.decodeTime(), duration,
                file.completeBytes(), file.initBytes(), first.run().orElse(name.id()), file.format().codecString(),
                file.format().width(), file.format().height(), true);
    }

    /** Sequence of the last access unit in a file with at least one fragment. */
    static OptionalLong lastSequence(ScannedFile file) {
        ScannedFragment last = last(file);
        return last.firstSequence().isPresent()
                ? OptionalLong.of(last.firstSequence().getAsLong() + last.samples() - 1)
                : OptionalLong.empty();
    }

    static Segment complete(Segment open) {
        return new Segment(open.id(), open.cameraId(), open.file(), open.start(), open.end(), open.startTime(),
                open.durationTicks(), open.bytes(), open.initBytes(), open.run(), open.codecString(), open.width(),
                open.height(), true);
    }

    private static ScannedFragment last(ScannedFile file) {
        return file.fragments().get(file.fragments().size() - 1);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
