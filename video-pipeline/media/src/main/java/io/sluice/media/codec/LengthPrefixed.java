package io.sluice.media.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * NAL units each after its length in 4 bytes, big-endian: the form of samples in ISO/IEC 14496-15 files and of
 * {@link io.sluice.api.stream.AccessUnit#data()}.
 */
public final class LengthPrefixed {

    /** Bytes of each length. */
    public static final int LENGTH_SIZE = 4;

    private LengthPrefixed() {}

    /** Views of the NAL units from position to limit; the buffer is not moved. */
    public static List<ByteBuffer> split(ByteBuffer data) {
        return split(data, LENGTH_SIZE);
    }

    /** As {@link #split(ByteBuffer)}, for lengths of 1, 2 or 4 bytes. */
    public static List<ByteBuffer> split(ByteBuffer data, int lengthSize) {
        List<ByteBuffer> nals = new ArrayList<>();
        int at = data.position();
        int limit = data.limit();
        while (at < limit) {
            if (limit - at < lengthSize) {
                throw new BitstreamException((limit - at) + " stray bytes after the last NAL unit");
            }
            long length = 0;
            for (int i = 0; i < lengthSize; i++) {
                length = length << 8 | data.get(at + i) & 0xFF;
            }
            at += lengthSize;
            if (length > limit - at) {
                throw new BitstreamException("a NAL unit of " + length + " bytes where " + (limit - at) + " are left");
            }
            if (length > 0) {
                nals.add(data.slice(at, (int) length));
            }
            at += (int) length;
        }
        return nals;
    }

    /** Bytes that {@link #write} takes for these NAL units. */
    public static int size(List<ByteBuffer> nals) {
        int size = 0;
        for (ByteBuffer nal : nals) {
            size += LENGTH_SIZE + nal.remaining();
        }
        return size;
    }

    /** Appends the NAL units at the target's position; theirs stay. */
    public static void write(List<ByteBuffer> nals, ByteBuffer target) {
        for (ByteBuffer nal : nals) {
            target.putInt(nal.remaining()).put(nal.duplicate());
        }
    }
}
