package io.sluice.live.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.mp4.Fragment;
import io.sluice.mp4.InitSegment;
import java.nio.ByteBuffer;

/** The real packaging. */
final class Mp4Packaging implements Packaging {

    @Override
    public ByteBuffer init(StreamFormat format) {
        return InitSegment.of(format);
    }

    @Override
    public ByteBuffer fragment(AccessUnit unit, int number, long origin, long duration) {
        Fragment fragment = Fragment.of(unit, duration, origin, number);
        try {
            return fragment.copy();
        } finally {
            fragment.release();
        }
    }
}
