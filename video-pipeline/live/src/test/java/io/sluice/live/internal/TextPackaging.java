package io.sluice.live.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Packaging that can be read by people: {@code init 1920x1080}, {@code key 0+3600}, {@code delta 3600+3600}. */
final class TextPackaging implements Packaging {

    final AtomicInteger built = new AtomicInteger();

    @Override
    public ByteBuffer init(StreamFormat format) {
        if (format.width() == 0) {
            throw new IllegalArgumentException("a format without a picture");
        }
        return text("init " + format.width() + "x" + format.height());
    }

    @Override
    public ByteBuffer fragment(AccessUnit unit, int number, long origin, long duration) {
        built.incrementAndGet();
        String kind = unit.keyFrame() ? "key " : "delta ";
        return text(kind + (unit.data().getLong() - origin) + "+" + duration);
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String read(ByteBuffer data) {
        return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
    }
}
