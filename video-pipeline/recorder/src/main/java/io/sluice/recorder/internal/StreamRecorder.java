package io.sluice.recorder.internal;

import io.sluice.api.recording.Segment;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns the units of one camera into segments: decides where a fragment, a file and a run end. A file begins with a key
 * frame. A run goes on over files as long as units follow one another without gap in one format. Used by one thread,
 * {@link #current()} by any.
 */
final class StreamRecorder {

    /** A fragment is written when it spans this much: what a sudden end can cost. */
    private static final long FRAGMENT_TICKS = AccessUnit.TICKS_PER_SECOND;
    /** A key frame that comes so much later, and later than the rate explains, follows a gap that nobody marked. */
    private static final long GAP_TICKS = 2L * AccessUnit.TICKS_PER_SECOND;
    private static final int GAP_FRAMES = 5;
    /** A longer step is taken for a new beginning of the camera's clock. */
    private static final long LONGEST_STEP = 30L * AccessUnit.TICKS_PER_SECOND;
    /** The last unit of a file that was ended has an estimated duration: the next may come a little before its end. */
    private static final long ESTIMATE = AccessUnit.TICKS_PER_SECOND;
    /** Decode times below 0 are raised by a multiple of this, which can be told from the file later. */
    private static final int ORIGIN_BITS = 32;
    private static final long USUAL_FRAME = 3000;

    private final CameraFiles files;
    private final List<AccessUnit> pending = new ArrayList<>();
    private volatile Optional<SegmentFile> file = Optional.empty();
    private long segmentTicks;
    private Optional<StreamFormat> format = Optional.empty();
    private OptionalLong run = OptionalLong.empty();
    private boolean originKnown;
    private long origin;
    private long earliest;
    private long fileBegin;
    private long lastDuration = USUAL_FRAME;
    private OptionalLong lastTaken = OptionalLong.empty();
    private OptionalLong lastWritten = OptionalLong.empty();

    StreamRecorder(CameraFiles files, long segmentTicks) {
        this.files = files;
        this.segmentTicks = segmentTicks;
    }

    void segmentTicks(long ticks) {
        segmentTicks = ticks;
    }

    /** Sequence of the last unit that is in a file or will be: where a new tap continues. */
    OptionalLong lastTaken() {
        return lastTaken;
    }

    /** Sequence of the last unit that is in a file. */
    OptionalLong lastWritten() {
        return lastWritten;
    }

    /** The segment under way, up to its last fragment. */
    Optional<Segment> current() {
        return file.flatMap(SegmentFile::segment);
    }

    /** Continues a file of an earlier life, if the next unit follows what it holds. */
    void resume(SegmentFile last, long sequence) {
        Segment segment = last.segment().orElseThrow();
        file = Optional.of(last);
        format = Optional.of(last.format());
        run = OptionalLong.of(last.run());
        originKnown = false;
        fileBegin = segment.startTime();
        earliest = segment.startTime() + segment.durationTicks() - ESTIMATE;
        lastTaken = OptionalLong.of(sequence);
        lastWritten = lastTaken;
    }

    /**
     * Takes a unit with its reference.
     *
     * @return whether it will be recorded; false while waiting for a key frame to begin with
     * @throws IOException when writing failed: units not yet written are released, and the recorder continues
     *     after {@link #lastTaken()}
     */
    boolean take(AccessUnit unit) throws IOException {
        try {
            if (format.isPresent() && breaks(unit)) {
                endRun();
            }
            if (format.isEmpty() && !begin(unit)) {
                unit.release();
                return false;
            }
            cut(unit);
        } catch (IOException | RuntimeException error) {
            unit.release();
            abandon();
            throw error;
        }
        if (file.isEmpty() && pending.isEmpty()) {
            fileBegin = unit.decodeTime() - origin;
        }
        pending.add(unit);
        earliest = unit.decodeTime() - origin;
        lastTaken = OptionalLong.of(unit.sequence());
        return true;
    }

    /** Writes what waits, because nothing has come for a while. */
    void flush() throws IOException {
        try {
            write(lastDuration);
        } catch (IOException | RuntimeException error) {
            abandon();
            throw error;
        }
    }

    /** Writes what waits and closes the file; the next unit may continue it. */
    void pause() throws IOException {
        try {
            flush();
        } finally {
            closeFile();
        }
    }

    private boolean breaks(AccessUnit unit) {
        long time = unit.decodeTime() - (originKnown ? origin : likelyOrigin(unit));
        return unit.sequence() != lastTaken.orElseThrow() + 1
                || !unit.format().equals(format.orElseThrow())
                || unit.discontinuity() && unit.keyFrame()
                || unit.keyFrame() && time > earliest + Math.max(GAP_TICKS, GAP_FRAMES * lastDuration)
                || time < earliest
                || time > earliest + LONGEST_STEP;
    }

    private long likelyOrigin(AccessUnit unit) {
        return Math.min(0, Math.round((unit.decodeTime() - earliest) / (double) (1L << ORIGIN_BITS)) << ORIGIN_BITS);
    }

    private boolean begin(AccessUnit unit) {
        if (!unit.keyFrame()) {
            return false;
        }
        format = Optional.of(unit.format());
        run = OptionalLong.empty();
        origin = Math.min(0, unit.decodeTime() >> ORIGIN_BITS << ORIGIN_BITS);
        originKnown = true;
        return true;
    }

    /** Ends what the unit does not belong to any more. */
    private void cut(AccessUnit unit) throws IOException {
        if (!originKnown) {
            origin = likelyOrigin(unit);
            originKnown = true;
        }
        boolean begun = file.isPresent() || !pending.isEmpty();
        // Half a frame less, so that rounding in the camera's clock does not make every other file a group longer.
        long length = unit.decodeTime() - origin - fileBegin + lastDuration / 2;
        boolean full = begun && unit.keyFrame() && length >= segmentTicks;
        if (!pending.isEmpty()) {
            long spanned = unit.decodeTime() - pending.get(0).decodeTime();
            long step = unit.decodeTime() - pending.get(pending.size() - 1).decodeTime();
            if (full || spanned >= FRAGMENT_TICKS || unit.keyFrame() && spanned >= FRAGMENT_TICKS / 2) {
                write(step);
            }
            lastDuration = step > 0 ? step : lastDuration;
        }
        if (full) {
            closeFile();
            file = Optional.empty();
        }
    }

    private void write(long duration) throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        if (file.isEmpty()) {
            SegmentName name = files.name();
            run = OptionalLong.of(run.orElse(name.id()));
            file = Optional.of(SegmentFile.begin(name, files.path(name), format.orElseThrow(), run.getAsLong()));
        }
        files.opening(file.get().name());
        files.written(file.get().append(pending, duration, origin, files.staging()));
        lastWritten = lastTaken;
        drop();
    }

    private void endRun() throws IOException {
        try {
            pause();
        } finally {
            forgetRun();
        }
    }

    private void forgetRun() {
        file = Optional.empty();
        format = Optional.empty();
    }

    /** After a failed write: continue after what is in the file, or, where that is gone, begin anew. */
    private void abandon() {
        drop();
        lastTaken = lastWritten;
        earliest = current().map(segment -> segment.startTime() + segment.durationTicks() - ESTIMATE).orElse(0L);
        closeQuietly();
        if (file.isPresent() && !(file.get().segment().isPresent() && file.get().exists())) {
            files.dropped(file.get().name());
            file = Optional.empty();
        }
        if (file.isEmpty()) {
            forgetRun();
        }
    }

    private void closeQuietly() {
        try {
            closeFile();
        } catch (IOException alreadyFailing) {
            // The failure that led here is the one to tell of.
        }
    }

    private void closeFile() throws IOException {
        if (file.isPresent()) {
            try {
                file.get().close();
            } finally {
                current().ifPresent(files::closed);
            }
        }
    }

    private void drop() {
        pending.forEach(AccessUnit::release);
        pending.clear();
    }
}
