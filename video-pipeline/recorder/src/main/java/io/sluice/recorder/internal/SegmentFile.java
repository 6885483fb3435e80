package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.mp4.FilePlace;
import io.sluice.mp4.Fragment;
import io.sluice.mp4.InitSegment;
import io.sluice.mp4.ScannedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A segment that is written to. Everything is with the operating system, and where it can be with the disk, by the time
 * {@link #append} returns, so that nothing of it is lost when the process is killed. After a failed write the file ends with the last complete
 * fragment. Used by one thread; {@link #segment()} by any.
 */
final class SegmentFile {

    private final SegmentName name;
    private final Path path;
    private final StreamFormat format;
    private final long run;
    private Optional<BlockFile> channel = Optional.empty();
    private int fragments;
    private volatile Optional<Segment> segment = Optional.empty();

    private SegmentFile(SegmentName name, Path path, StreamFormat format, long run) {
        this.name = name;
        this.path = path;
        this.format = format;
        this.run = run;
    }

    /** A file to be made with its first fragment. */
    static SegmentFile begin(SegmentName name, Path path, StreamFormat format, long run) {
        return new SegmentFile(name, path, format, run);
    }

    /** A file that exists and may be continued. */
    static SegmentFile resume(SegmentName name, Path path, ScannedFile scanned) {
        Segment found = Scans.segment(name, path, scanned);
        SegmentFile file = new SegmentFile(name, path, scanned.format(), found.run());
        file.fragments = scanned.fragments().size();
        file.segment = Optional.of(found);
        return file;
    }

    SegmentName name() {
        return name;
    }

    StreamFormat format() {
        return format;
    }

    long run() {
        return run;
    }

    /** What is in the file so far; empty before the first fragment. */
    Optional<Segment> segment() {
        return segment;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /**
     * Appends the units as one fragment; opens the file where needed.
     *
     * @param lastDuration of the last unit, in ticks
     * @param origin decode time that is 0 in the file
     * @return bytes written
     */
    long append(List<AccessUnit> units, long lastDuration, long origin, Staging staging) throws IOException {
        ByteBuffer init = segment.isEmpty() ? InitSegment.of(format) : ByteBuffer.allocate(0);
        long initBytes = segment.map(Segment::initBytes).orElse((long) init.remaining());
        long before = segment.map(Segment::bytes).orElse(0L);
        BlockFile out = open(before);
        FilePlace place = new FilePlace(run, before + init.remaining(), out.block());
        Fragment fragment = Fragment.stamped(units, lastDuration, origin, fragments + 1, place);
        try {
            long added = init.remaining() + (long) fragment.size();
            write(out, before, init, fragment, staging);
            fragments++;
            segment = Optional.of(next(units.get(0), fragment, initBytes, before + added));
            return added;
        } finally {
            fragment.release();
        }
    }

    /** Closes the file; it may be appended to again. */
    void close() throws IOException {
        Optional<BlockFile> open = channel;
        channel = Optional.empty();
        segment = segment.map(Scans::complete);
        if (open.isPresent()) {
            open.get().close();
        }
    }

    private void write(BlockFile out, long before, ByteBuffer init, Fragment fragment, Staging staging)
            throws IOException {
        ByteBuffer[] parts = fragment.buffers();
        ByteBuffer[] all = new ByteBuffer[parts.length + 1];
        all[0] = init;
        System.arraycopy(parts, 0, all, 1, parts.length);
        try {
            out.write(before, all, staging);
        } catch (IOException error) {
            undo(out, before, error);
            throw error;
        }
    }

    private BlockFile open(long before) throws IOException {
        if (channel.isEmpty()) {
            // A write that failed before may have left something, which opening cuts off.
            channel = Optional.of(segment.isEmpty() ? BlockFile.create(path) : BlockFile.open(path, before));
        }
        return channel.get();
    }

    /** Takes back what a failed write left; where that fails too, the next start repairs the file. */
    private void undo(BlockFile out, long before, IOException cause) {
        try {
            out.truncate(before);
            close();
            if (before == 0) {
                Files.delete(path);
            }
        } catch (IOException error) {
            cause.addSuppressed(error);
        }
    }

    private Segment next(AccessUnit first, Fragment fragment, long initBytes, long bytes) {
        Instant from = Instant.EPOCH.plus(first.wallClockMicros(), ChronoUnit.MICROS);
        Instant to = from.plus(fragment.duration() * 100 / 9, ChronoUnit.MICROS);
        Instant start = segment.map(Segment::start).orElse(from);
        long startTime = segment.map(Segment::startTime).orElse(fragment.decodeTime());
        long duration = fragment.decodeTime() + fragment.duration() - startTime;
        return new Segment(name.id(), name.camera(), path, start, to, startTime, duration, bytes, initBytes, run,
                format.codecString(), format.width(), format.height(), false);
    }
}
