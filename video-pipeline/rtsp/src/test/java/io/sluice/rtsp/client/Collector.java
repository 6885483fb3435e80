package io.sluice.rtsp.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.LengthPrefixed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps copies of the units of a session, and what became of it; waits for either. */
final class Collector implements SessionListener {

    record Unit(
            StreamFormat format, List<ByteBuffer> nals, long decode, long presentation, long wall, boolean key,
            boolean discontinuity) {}

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final List<Unit> units = new ArrayList<>();
    private Optional<SessionFault> fault = Optional.empty();
    private boolean playing;

    @Override
    public synchronized void playing() {
        playing = true;
        notifyAll();
    }

    @Override
    public synchronized void unit(AccessUnit unit) {
        ByteBuffer copy = ByteBuffer.allocate(unit.size()).put(unit.data()).flip();
        units.add(new Unit(unit.format(), LengthPrefixed.split(copy), unit.decodeTime(), unit.presentationTime(),
                unit.wallClockMicros(), unit.keyFrame(), unit.discontinuity()));
        unit.release();
        notifyAll();
    }

    @Override
    public synchronized void ended(SessionFault why) {
        fault = Optional.of(why);
        notifyAll();
    }

    /** The units once there are as many. */
    List<Unit> await(int count) {
        return awaitUnits(all -> all.size() >= count);
    }

    synchronized List<Unit> awaitUnits(Predicate<List<Unit>> enough) {
        await(() -> enough.test(units), "enough units");
        return List.copyOf(units);
    }

    synchronized SessionFault awaitFault() {
        await(() -> fault.isPresent(), "a fault");
        return fault.orElseThrow();
    }

    synchronized void awaitPlaying() {
        await(() -> playing, "the answer to PLAY");
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, String what) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.holds()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            assertTrue(left > 0, "waited for " + what + ", have " + units.size() + " units and " + fault);
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
