package io.sluice.drivers.rtsp.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Counts what is published, and can end like a hub that is being updated. */
final class FakeHub implements StreamHub {

    record Seen(long decode, boolean discontinuity, int width, long wall) {}

    private final List<Seen> seen = new ArrayList<>();
    private int publishers;
    private boolean ended;

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    synchronized int publishers() {
        return publishers;
    }

    synchronized void end() {
        ended = true;
    }

    @Override
    public synchronized StreamPublisher publish(String cameraId) {
        publishers++;
        return new StreamPublisher() {
            @Override
            public boolean publish(AccessUnit unit) {
                return take(unit);
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Override
    public Tap tap(String cameraId, TapOptions options) {
        throw new IllegalStateException("nobody taps here");
    }

    @Override
    public Optional<StreamInfo> stream(String cameraId) {
        return Optional.empty();
    }

    @Override
    public Collection<StreamInfo> streams() {
        return List.of();
    }

    private synchronized boolean take(AccessUnit unit) {
        if (!ended) {
            seen.add(new Seen(
                    unit.decodeTime(), unit.discontinuity(), unit.format().width(), unit.wallClockMicros()));
        }
        unit.release();
        return !ended;
    }
}
