package io.sluice.live.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;

/** How access units become fragmented MP4. Without state. */
interface Packaging {

    /** The initialisation segment: {@code ftyp} and {@code moov}, on the heap. */
    ByteBuffer init(StreamFormat format);

    /**
     * One fragment with one access unit: {@code moof} and {@code mdat}. Copied to the heap, so that the unit's native memory
     * is free as soon as this returns, however slow the viewers are.
     *
     * @param number of the fragment, for {@code mfhd}
     * @param origin media time that becomes 0, 1/90 000 s
     * @param duration 1/90 000 s
     */
    ByteBuffer fragment(AccessUnit unit, int number, long origin, long duration);
}
