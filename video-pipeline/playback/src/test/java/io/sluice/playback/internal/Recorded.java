package io.sluice.playback.internal;

import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.Fragment;
import io.sluice.mp4.InitSegment;
import io.sluice.mp4.clips.Clip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recordings made for a test, and their index. */
final class Recorded implements RecordingIndex {

    static final Instant BEGIN = Instant.parse("2026-01-01T08:00:00Z");
    static final String CAMERA = "gate-1";

    private final Path folder;
    private final List<Segment> segments = new ArrayList<>();

    Recorded(Path folder) {
        this.folder = folder;
    }

    /** A segment of some units of a clip, followed by bytes of a fragment that is not complete. */
    Segment add(Clip clip, int from, int to, long run, Instant start, boolean complete) throws IOException {
        long id = 1000 + segments.size();
        Path file = folder.resolve(id + ".mp4");
        List<AccessUnit> units = new ArrayList<>();
        for (int index = from; index < to; index++) {
            units.add(clip.unit(index, () -> {}));
        }
        ByteBuffer init = InitSegment.of(clip.format());
        Fragment fragment = Fragment.of(units, Clip.FRAME, 0, 1);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(init.duplicate());
            out.write(fragment.copy());
            out.write(ByteBuffer.wrap(new byte[500]));
        }
        long ticks = fragment.duration();
        Segment segment = new Segment(id, CAMERA, file, start, start.plus(Duration.ofNanos(ticks * 100_000 / 9)),
                fragment.decodeTime(), ticks, init.remaining() + (long) fragment.size(), init.remaining(), run,
                clip.format().codecString(), clip.format().width(), clip.format().height(), complete);
        segments.add(segment);
        return segment;
    }

    @Override
    public List<Segment> segments(String cameraId, Instant from, Instant to) {
        return segments.stream()
                .filter(segment -> segment.cameraId().equals(cameraId))
                .filter(segment -> segment.start().isBefore(to) && segment.end().isAfter(from))
                .toList();
    }

    @Override
    public Optional<Segment> segment(long id) {
        return segments.stream().filter(segment -> segment.id() == id).findFirst();
    }

    @Override
    public List<String> cameras() {
        return segments.isEmpty() ? List.of() : List.of(CAMERA);
    }

    @Override
    public List<Span> spans(String cameraId, Instant from, Instant to) {
        return segments(cameraId, from, to).stream().map(found -> new Span(found.start(), found.end())).toList();
    }
}
