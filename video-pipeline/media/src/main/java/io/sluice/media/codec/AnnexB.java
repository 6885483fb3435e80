package io.sluice.media.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The byte stream format with start codes (Annex B of H.264 and of H.265). */
public final class AnnexB {

    private static final byte[] START_CODE = {0, 0, 0, 1};

    private AnnexB() {}

    /**
     * Splits a byte stream at its start codes, of 3 or 4 bytes.
     *
     * @param stream from position to limit; not moved. Bytes before the first start code are passed over
     * @return views of the NAL units, without start codes and trailing zeros, in order; empty ones are left out
     */
    public static List<ByteBuffer> split(ByteBuffer stream) {
        List<ByteBuffer> nals = new ArrayList<>();
        int limit = stream.limit();
        int code = nextStartCode(stream, stream.position(), limit);
        while (code < limit) {
            int begin = code + 3;
            code = nextStartCode(stream, begin, limit);
            int end = code;
            while (end > begin && stream.get(end - 1) == 0) {
                end--;
            }
            if (end > begin) {
                nals.add(stream.slice(begin, end - begin));
            }
        }
        return nals;
    }

    /** The NAL units joined into one byte stream, each after a start code of 4 bytes; their positions stay. */
    public static ByteBuffer join(List<ByteBuffer> nals) {
        int size = nals.stream().mapToInt(nal -> START_CODE.length + nal.remaining()).sum();
        ByteBuffer stream = ByteBuffer.allocate(size);
        nals.forEach(nal -> stream.put(START_CODE).put(nal.duplicate()));
        return stream.flip();
    }

    /** Index of the next 00 00 01, or limit when there is none. */
    private static int nextStartCode(ByteBuffer stream, int from, int limit) {
        int i = from + 2;
        while (i < limit) {
            int value = stream.get(i);
            if (value == 1 && stream.get(i - 1) == 0 && stream.get(i - 2) == 0) {
                return i - 2;
            }
            // A byte above 1 can be no part of a start code that ends here or at the next two places.
            i += (value & 0xFE) != 0 ? 3 : 1;
        }
        return limit;
    }
}
