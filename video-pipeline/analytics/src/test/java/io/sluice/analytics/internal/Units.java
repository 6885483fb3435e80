package io.sluice.analytics.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Makes access units from what encoders and files give. */
final class Units {

    static final long WALL_CLOCK_START = 1_700_000_000_000_000L;

    private static final int SPS = 7;
    private static final int DELIMITER = 9;

    private Units() {}

    /** The NAL units of a byte stream with start codes. */
    static List<ByteBuffer> split(byte[] annexB) {
        List<ByteBuffer> units = new ArrayList<>();
        int start = -1;
        for (int at = 0; at + 3 <= annexB.length; at++) {
            if (annexB[at] == 0 && annexB[at + 1] == 0 && annexB[at + 2] == 1) {
                if (start >= 0) {
                    int end = at > start && annexB[at - 1] == 0 ? at - 1 : at;
                    units.add(ByteBuffer.wrap(annexB, start, end - start).slice());
                }
                start = at + 3;
            }
        }
        if (start >= 0) {
            units.add(ByteBuffer.wrap(annexB, start, annexB.length - start).slice());
        }
        return units;
    }

    /** SPS and PPS of an H.264 picture. */
    static List<ByteBuffer> parameterSets(List<ByteBuffer> units) {
        return units.stream().filter(unit -> parameterSet(unit)).toList();
    }

    static StreamFormat h264(int width, int height, List<ByteBuffer> parameterSets) {
        return new StreamFormat(Codec.H264, width, height, "avc1.42c01f", parameterSets);
    }

    /** Length-prefixed, without parameter sets and delimiters. */
    static ByteBuffer payload(List<ByteBuffer> units) {
        List<ByteBuffer> kept = units.stream()
                .filter(unit -> !parameterSet(unit) && (unit.get(0) & 31) != DELIMITER)
                .toList();
        ByteBuffer out = ByteBuffer.allocateDirect(kept.stream().mapToInt(unit -> unit.remaining() + 4).sum());
        kept.forEach(unit -> out.putInt(unit.remaining()).put(unit.duplicate()));
        return out.flip();
    }

    /** A unit whose wall clock runs with its presentation time. */
    static AccessUnit unit(StreamFormat format, ByteBuffer data, long decodeTime, long time, boolean key) {
        return new AccessUnit(format, data, decodeTime, time, wallClock(time), key, false, () -> {});
    }

    static long wallClock(long time) {
        return WALL_CLOCK_START + time * 1_000_000 / AccessUnit.TICKS_PER_SECOND;
    }

    private static boolean parameterSet(ByteBuffer unit) {
        int type = unit.get(0) & 31;
        return type == SPS || type == SPS + 1;
    }
}
