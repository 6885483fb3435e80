package io.sluice.drivers.file.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub that keeps a copy of all it is given; releases some units late, as the ring of a real one does. */
final class RecordingHub implements StreamHub {

    private static final int HELD = 5;

    private final List<Unit> units = new CopyOnWriteArrayList<>();
    private final List<AccessUnit> held = new CopyOnWriteArrayList<>();
    private volatile int publishing;

    record Unit(
            StreamFormat format,
            ByteBuffer data,
            long decodeTime,
            long presentationTime,
            long wallClockMicros,
            boolean keyFrame,
            boolean discontinuity,
            long arrivalNanos) {}

    List<Unit> units() {
        return List.copyOf(units);
    }

    int publishing() {
        return publishing;
    }

    void releaseAll() {
        held.forEach(AccessUnit::release);
        held.clear();
    }

    @Override
    public StreamPublisher publish(String cameraId) {
        publishing++;
        return new StreamPublisher() {

            private boolean open = true;

            @Override
            public boolean publish(AccessUnit unit) {
                if (!open) {
                    unit.release();
                    return false;
                }
                ByteBuffer copy = ByteBuffer.allocate(unit.size()).put(unit.data()).flip();
                units.add(new Unit(
                        unit.format(), copy, unit.decodeTime(), unit.presentationTime(), unit.wallClockMicros(),
                        unit.keyFrame(), unit.discontinuity(), System.nanoTime()));
                held.add(unit);
                if (held.size() > HELD) {
                    held.remove(0).release();
                }
                return true;
            }

            @Override
            public void close() {
                if (open) {
                    open = false;
                    publishing--;
                }
            }
        };
    }

    @Override
    public Tap tap(String cameraId, TapOptions options) {
        throw new IllegalStateException("nobody reads here");
    }

    @Override
    public Optional<StreamInfo> stream(String cameraId) {
        return Optional.empty();
    }

    @Override
    public Collection<StreamInfo> streams() {
        return List.of();
    }
}
