package io.sluice.hub.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.api.stream.Tap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Makes access units and counts how many were made and freed. */
final class Units {

    static final StreamFormat SMALL = format(640, 360);
    static final StreamFormat LARGE = format(1920, 1080);

    final AtomicLong made = new AtomicLong();
    final AtomicLong freed = new AtomicLong();

    AccessUnit key() {
        return unit(SMALL, true, 10);
    }

    AccessUnit delta() {
        return unit(SMALL, false, 10);
    }

    AccessUnit unit(StreamFormat format, boolean key, int size) {
        long time = made.getAndIncrement() * 3000;
        return new AccessUnit(
                format, ByteBuffer.allocate(size), time, time, 0, key, false, freed::incrementAndGet);
    }

    long live() {
        return made.get() - freed.get();
    }

    /** Polls a tap until it is empty; the offsets of what came to the first sequence given. */
    static List<Long> drain(Tap tap, long first) {
        List<Long> seen = new ArrayList<>();
        for (AccessUnit unit = tap.poll(); unit != null; unit = tap.poll()) {
            seen.add(unit.sequence() - first);
            unit.release();
        }
        return seen;
    }

    private static StreamFormat format(int width, int height) {
        return new StreamFormat(Codec.H264, width, height, "avc1.64001f", List.of(ByteBuffer.wrap(new byte[] {0x67})));
    }
}
