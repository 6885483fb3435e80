package io.sluice.drivers.relay.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.time.Duration;
import java.util.Optional;

/** Publishes what one stream of a hub has as another, without copying. One thread of its own. */
final class Relay implements AutoCloseable {

    private static final int CAPACITY = 256;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** Silence after which the stream is taken to have ended; cameras send some pictures a second. */
    private static final int SILENT_LOOKS = 5;
    /** A step of time that is a new run of the camera, whose times begin elsewhere. */
    private static final long NEW_RUN = 10L * AccessUnit.TICKS_PER_SECOND;
    private static final long STOP_MILLIS = 5000;

    private final StreamHub hub;
    private final String from;
    private final String to;
    private final Runnable flowing;
    private final Runnable waiting;
    private final Thread thread;
    private volatile boolean closed;
    private Optional<StreamPublisher> publisher = Optional.empty();
    private long missed;
    private long lastTime;

    /** @param flowing and waiting are told of each change, on the relay's thread */
    Relay(StreamHub hub, String from, String to, Runnable flowing, Runnable waiting) {
        this.hub = hub;
        this.from = from;
        this.to = to;
        this.flowing = flowing;
        this.waiting = waiting;
        thread = new Thread(this::work, "relay-" + to);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try (Tap tap = hub.tap(from, TapOptions.fromKeyFrame("relay:" + to, CAPACITY))) {
            int silent = 0;
            while (!closed && !tap.closed()) {
                AccessUnit unit = tap.poll(LOOK_EVERY);
                if (unit != null) {
                    silent = 0;
                    pass(unit, tap.missed());
                } else if (++silent == SILENT_LOOKS) {
                    endStream();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            endStream();
        }
    }

    private void pass(AccessUnit unit, long missedSoFar) {
        long step = unit.decodeTime() - lastTime;
        lastTime = unit.decodeTime();
        if (step < 0 || step > NEW_RUN) {
            endStream();
        }
        if (publisher.isEmpty()) {
            publisher = Optional.of(hub.publish(to));
            flowing.run();
        }
        boolean gap = missedSoFar != missed;
        missed = missedSoFar;
        // A unit is numbered once and belongs to one stream; its data is shared, and freed when nobody here needs it any more.
        AccessUnit copy = new AccessUnit(unit.format(), unit.data(), unit.decodeTime(), unit.presentationTime(),
                unit.wallClockMicros(), unit.keyFrame(), unit.discontinuity() || gap, unit::release);
        if (!publisher.get().publish(copy)) {
            endStream();
        }
    }

    private void endStream() {
        if (publisher.isPresent()) {
            publisher.get().close();
            publisher = Optional.empty();
            waiting.run();
        }
    }
}
