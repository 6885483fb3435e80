package io.sluice.mp4;

import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What was recorded of a camera in a time, unit by unit, over all files and gaps. Begins at the key frame at or before the beginning,
 * and goes on until no picture of the range can follow: who wants only its pictures looks at their wall clock. Times of units never
 * fall; after a gap they go on as far as the clock did. Not thread-safe; holds one file open.
 */
public final class RecordedRange implements AutoCloseable {

    /** Files are short; a day of them at once would be asked for again after each. */
    private static final Duration WINDOW = Duration.ofMinutes(10);
    /** After this the recorder has flushed what it had of a moment. */
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final long USUAL_FRAME = AccessUnit.TICKS_PER_SECOND / 25;

    private final String camera;
    private final Instant from;
    private final Instant to;
    private final Clock clock;
    private final ArrayDeque<ScannedFragment> fragments = new ArrayDeque<>();
    private final ArrayDeque<AccessUnit> units = new ArrayDeque<>();
    private Instant cursor;
    private Optional<Segment> segment = Optional.empty();
    private Optional<FileChannel> file = Optional.empty();
    private Optional<StreamFormat> format = Optional.empty();
    private long consumed;
    private long run = -1;
    private long shift;
    private long lastTime;
    private long lastMicros;
    private boolean any;
    private boolean ended;

    /**
     * @param from of the first picture wanted
     * @param to after the last picture wanted
     */
    public RecordedRange(String camera, Instant from, Instant to, Clock clock) {
        this.camera = camera;
        this.from = from;
        this.to = to;
        this.clock = clock;
        this.cursor = from;
    }

    /**
     * The next unit, with a reference that is the caller's, its memory its own.
     *
     * @return empty where there is none at the moment: at the end, or because the recorder has not written it yet
     * @throws IOException when a file cannot be read; goes on behind it
     */
    public Optional<AccessUnit> next(RecordingIndex index) throws IOException {
        while (units.isEmpty() && !ended) {
            if (fragments.isEmpty() && !advance(index)) {
                return Optional.empty();
            }
            if (!fragments.isEmpty()) {
                read(fragments.remove());
            }
        }
        return Optional.ofNullable(units.poll());
    }

    /** Whether no unit will come any more. */
    public boolean ended() {
        return ended && units.isEmpty();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        units.clear();
        fragments.clear();
        closeFile();
    }

    /** Goes to the next fragments; whether there may be some. */
    private boolean advance(RecordingIndex index) throws IOException {
        Instant end = cursor.plus(WINDOW).isBefore(to) ? cursor.plus(WINDOW) : to;
        long last = segment.map(Segment::id).orElse(-1L);
        for (Segment next : index.segments(camera, cursor, end)) {
            boolean grown = next.id() == last && next.bytes() > consumed;
            if (grown || next.id() > last) {
                open(next, next.id() == last ? consumed : 0);
                return true;
            }
        }
        if (end.isBefore(to)) {
            cursor = end;
            return true;
        }
        ended = !clock.instant().isBefore(to.plus(SETTLED));
        if (ended) {
            closeFile();
        }
        return false;
    }

    private void open(Segment next, long after) throws IOException {
        closeFile();
        segment = Optional.of(next);
        consumed = next.bytes();
        if (next.end().isAfter(cursor)) {
            // Not past it: while it grows it must be found again.
            cursor = next.end().minusMillis(1).isAfter(cursor) ? next.end().minusMillis(1) : cursor;
        }
        try {
            FileChannel opened = FileChannel.open(next.file(), StandardOpenOption.READ);
            file = Optional.of(opened);
            Optional<ScannedFile> scanned = FragmentedFile.scan(opened);
            format = scanned.map(ScannedFile::format);
            scanned.ifPresent(found -> found.fragments().stream()
                    .filter(one -> one.offset() >= after && one.endOffset() <= next.bytes()).forEach(this::add));
        } catch (NoSuchFileException deleted) {
            // Its time was up; what follows is still there.
            closeFile();
        }
    }

    private void add(ScannedFragment fragment) {
        if (!any && fragment.keyFrame() && micros(fragment) <= ChronoUnit.MICROS.between(Instant.EPOCH, from)) {
            fragments.clear();
        }
        fragments.add(fragment);
    }

    private void read(ScannedFragment fragment) throws IOException {
        boolean first = true;
        long firstTime = 0;
        long micros = micros(fragment);
        long fragmentRun = fragment.run().orElse(segment.orElseThrow().run());
        for (Samples.Sample sample : Samples.of(file.orElseThrow(), fragment)) {
            if (first) {
                firstTime = sample.presentationTime();
                first = false;
            }
            long taken = micros + (sample.presentationTime() - firstTime) * 100 / 9;
            long decoded = taken - (sample.presentationTime() - sample.decodeTime()) * 100 / 9;
            if (decoded >= ChronoUnit.MICROS.between(Instant.EPOCH, to)) {
                ended = true;
                fragments.clear();
                closeFile();
                return;
            }
            boolean gap = fragmentRun != run;
            if (gap) {
                run = fragmentRun;
                long passed = any ? Math.max(USUAL_FRAME, (decoded - lastMicros) * 9 / 100) : 0;
                shift = lastTime + passed - sample.decodeTime();
            }
            lastTime = Math.max(lastTime, sample.decodeTime() + shift);
            lastMicros = decoded;
            units.add(new AccessUnit(format.orElseThrow(), sample.data(), lastTime,
                    Math.max(lastTime, sample.presentationTime() + shift), taken, sample.keyFrame(), gap && any, () -> { }));
            any = true;
        }
    }

    private long micros(ScannedFragment fragment) {
        Segment of = segment.orElseThrow();
        return fragment.wallClockMicros().orElseGet(() -> ChronoUnit.MICROS.between(Instant.EPOCH, of.start())
                + (fragment.decodeTime() - of.startTime()) * 100 / 9);
    }

    private void closeFile() throws IOException {
        Optional<FileChannel> open = file;
        file = Optional.empty();
        if (open.isPresent()) {
            open.get().close();
        }
    }
}
