package io.sluice.runner.kit.testing;

import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.FilePlace;
import io.sluice.mp4.Fragment;
import io.sluice.mp4.InitSegment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recordings as the recorder writes them, indexed in memory. */
public final class MemoryRecording implements RecordingIndex {

    private static final int PER_FRAGMENT = 5;
    private final Path folder;
    private final List<Segment> segments = new ArrayList<>();

    public MemoryRecording(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes a file.
     *
     * @param units that follow one another, from a key frame on; released
     * @param run those of another run do not follow
     * @param frame ticks of the last
     */
    public Segment add(String camera, long run, List<AccessUnit> units, long frame) throws IOException {
        Path file = folder.resolve(camera + "-" + segments.size() + ".mp4");
        AccessUnit first = units.get(0);
        long origin = first.decodeTime();
        long init;
        long bytes;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(InitSegment.of(first.format()));
            init = out.position();
            int number = 1;
            for (int from = 0; from < units.size(); from += PER_FRAGMENT) {
                List<AccessUnit> part = units.subList(from, Math.min(units.size(), from + PER_FRAGMENT));
                long last = from + PER_FRAGMENT < units.size()
                        ? units.get(from + PER_FRAGMENT).decodeTime() - part.get(part.size() - 1).decodeTime() : frame;
                Fragment fragment = Fragment.stamped(part, last, origin, number++, new FilePlace(run, out.position(), 512));
                for (ByteBuffer buffer : fragment.buffers()) {
                    out.write(buffer);
                }
                fragment.release();
            }
            bytes = out.position();
        }
        long ticks = units.get(units.size() - 1).decodeTime() + frame - origin;
        Instant start = Instant.EPOCH.plus(first.wallClockMicros(), ChronoUnit.MICROS);
        Segment segment = new Segment(segments.size() + 1, camera, file, start, start.plus(ticks * 100 / 9, ChronoUnit.MICROS),
                0, ticks, bytes, init, run, first.format().codecString(), first.format().width(), first.format().height(), true);
        segments.add(segment);
        units.forEach(AccessUnit::release);
        return segment;
    }

    @Override
    public List<Segment> segments(String cameraId, Instant from, Instant to) {
        return segments.stream().filter(segment -> segment.cameraId().equals(cameraId))
                .filter(segment -> segment.end().isAfter(from) && segment.start().isBefore(to)).toList();
    }

    @Override
    public Optional<Segment> segment(long id) {
        return segments.stream().filter(segment -> segment.id() == id).findFirst();
    }

    @Override
    public List<String> cameras() {
        return segments.stream().map(Segment::cameraId).distinct().sorted().toList();
    }

    @Override
    public List<Span> spans(String cameraId, Instant from, Instant to) {
        return segments(cameraId, from, to).stream().map(segment -> new Span(segment.start(), segment.end())).toList();
    }
}
