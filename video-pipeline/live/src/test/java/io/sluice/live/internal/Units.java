package io.sluice.live.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes access units and counts those that were not given back. */
final class Units {

    static final StreamFormat HD = format(1920, 1080);
    static final StreamFormat VGA = format(640, 480);
    static final long TICK = 3600;

    final AtomicInteger held = new AtomicInteger();
    private long time = 1_000_000;

    static StreamFormat format(int width, int height) {
        return new StreamFormat(Codec.H264, width, height, "avc1.64001f", List.of());
    }

    /** The next unit, 1/25 s after the one before, with one reference. */
    AccessUnit next(boolean keyFrame) {
        return next(HD, keyFrame, TICK);
    }

    AccessUnit next(StreamFormat format, boolean keyFrame, long step) {
        time += step;
        held.incrementAndGet();
        ByteBuffer data = ByteBuffer.allocateDirect(8).putLong(0, time);
        return new AccessUnit(format, data, time, time, 0, keyFrame, false, held::decrementAndGet);
    }

    long time() {
        return time;
    }
}
