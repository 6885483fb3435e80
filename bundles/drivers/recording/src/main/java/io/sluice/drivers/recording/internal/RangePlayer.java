package io.sluice.drivers.recording.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.mp4.RecordedRange;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a range once, on a thread of its own: only while its reader is there and keeps up, so that the reader misses nothing however
 * fast it is played. Gaps of the recording are skipped. Where the hub is replaced it plays some seconds again, for what waited in the
 * former hub is lost.
 */
final class RangePlayer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RangePlayer.class);
    /** Readers take fewer waiting units than this for being up to date. */
    private static final int MOST_WAITING = 3;
    private static final long LOOK_MILLIS = 2;
    private static final long REST_MILLIS = 100;
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final long STOP_MILLIS = 5000;
    private static final long NANOS = 1_000_000_000L;

    /** How the playing is. */
    enum State { WAITING, PLAYING, UNREADABLE, ENDED }

    /** Is told of each change, on the player's thread. */
    interface Listener {

        /** @param last number of the last unit that was played; negative for none */
        void changed(State state, long last);
    }

    private final String id;
    private final String camera;
    private final Instant from;
    private final Instant to;
    private final double speed;
    private final String reader;
    private final Listener listener;
    private final Thread thread;
    private final AtomicReference<StreamHub> hub = new AtomicReference<>();
    private final AtomicReference<RecordingIndex> index = new AtomicReference<>();
    private volatile boolean closed;
    private State told = State.WAITING;
    private RecordedRange range;
    private Optional<StreamHub> publishedTo = Optional.empty();
    private Optional<StreamPublisher> publisher = Optional.empty();
    private Instant played;
    private long lastSequence = -1;
    private boolean fresh = true;
    private long anchorNanos;
    private long anchorTicks;

    RangePlayer(String id, String camera, Instant from, Instant to, double speed, String reader, Listener listener) {
        this.id = id;
        this.camera = camera;
        this.from = from;
        this.to = to;
        this.speed = speed;
        this.reader = reader;
        this.listener = listener;
        played = from;
        range = new RecordedRange(camera, from, to, Clock.systemUTC());
        thread = new Thread(this::work, "recording-" + id);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    String camera() {
        return camera;
    }

    void hub(StreamHub next) {
        hub.set(next);
    }

    void hubGone(StreamHub former) {
        hub.compareAndSet(former, null);
    }

    void index(RecordingIndex next) {
        index.set(next);
    }

    void indexGone(RecordingIndex former) {
        index.compareAndSet(former, null);
    }

    @Override
    public void close() {
        closed = true;
        try {
            // Not interrupted: Java closes the files that such a thread is at, and the index is asked by it.
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (!closed && !range.ended()) {
                Optional<AccessUnit> unit = next();
                if (unit.isPresent()) {
                    play(unit.get());
                } else if (!range.ended()) {
                    Thread.sleep(REST_MILLIS);
                }
            }
        } catch (InterruptedException stopped) {
            LOG.debug("Playing of {} was interrupted", id);
        } finally {
            publisher.ifPresent(StreamPublisher::close);
            shut();
        }
        if (!closed) {
            tell(State.ENDED);
        }
    }

    private Optional<AccessUnit> next() {
        RecordingIndex present = index.get();
        if (present == null) {
            tell(State.WAITING);
            return Optional.empty();
        }
        try {
            return range.next(present);
        } catch (IOException | SluiceException error) {
            LOG.warn("A part of the recording of camera {} cannot be read", camera, error);
            tell(State.UNREADABLE);
            return Optional.empty();
        }
    }

    private void play(AccessUnit unit) throws InterruptedException {
        Optional<StreamHub> present = awaitReader();
        if (present.isEmpty()) {
            return;
        }
        if (!present.equals(publishedTo)) {
            boolean again = publishedTo.isPresent();
            publisher.ifPresent(StreamPublisher::close);
            publishedTo = present;
            publisher = Optional.of(present.get().publish(id));
            fresh = true;
            if (again) {
                shut();
                Instant begin = played.minus(AGAIN);
                range = new RecordedRange(camera, begin.isAfter(from) ? begin : from, to, Clock.systemUTC());
                return;
            }
        }
        if (!awaitDue(unit)) {
            return;
        }
        // What the reader did not see right before this unit, it did not see of this stream.
        AccessUnit published = new AccessUnit(unit.format(), unit.data(), unit.decodeTime(), unit.presentationTime(),
                unit.wallClockMicros(), unit.keyFrame(), unit.discontinuity() || fresh, unit::release);
        fresh = false;
        if (publisher.orElseThrow().publish(published)) {
            played = Instant.ofEpochMilli(unit.wallClockMicros() / 1000);
            lastSequence = published.sequence();
            tell(State.PLAYING);
        } else {
            hub.compareAndSet(present.get(), null);
        }
    }

    /** The hub, once a reader is there and keeps up; empty when this is closed. */
    private Optional<StreamHub> awaitReader() throws InterruptedException {
        long rest = LOOK_MILLIS;
        while (!closed) {
            Optional<StreamHub> present = Optional.ofNullable(hub.get());
            Optional<Integer> waiting = present.flatMap(known -> known.stream(id)).flatMap(this::waiting);
            if (waiting.isPresent() && waiting.get() <= MOST_WAITING) {
                return present;
            }
            if (waiting.isEmpty()) {
                tell(State.WAITING);
                rest = REST_MILLIS;
            }
            Thread.sleep(rest);
            // Time stood still meanwhile.
            anchorNanos = rest == REST_MILLIS ? 0 : anchorNanos;
        }
        return Optional.empty();
    }

    private Optional<Integer> waiting(StreamInfo info) {
        return info.taps().stream().filter(tap -> tap.name().startsWith(reader)).map(StreamInfo.TapInfo::waiting)
                .max(Integer::compare);
    }

    /** @return false when this was closed */
    private boolean awaitDue(AccessUnit unit) throws InterruptedException {
        if (speed == 0) {
            return true;
        }
        long now = System.nanoTime();
        if (anchorNanos == 0 || unit.discontinuity()) {
            anchorNanos = now;
            anchorTicks = unit.decodeTime();
        }
        long due = anchorNanos
                + (long) ((unit.decodeTime() - anchorTicks) / speed * NANOS / AccessUnit.TICKS_PER_SECOND);
        for (long left = due - now; left > 0 && !closed; left = due - System.nanoTime()) {
            Thread.sleep(Math.min(REST_MILLIS, left / 1_000_000 + 1));
        }
        return !closed;
    }

    private void tell(State next) {
        if (next != told) {
            told = next;
            listener.changed(next, lastSequence);
        }
    }

    private void shut() {
        try {
            range.close();
        } catch (IOException error) {
            LOG.debug("A file of a recording could not be closed", error);
        }
    }
}
