package io.sluice.media.codec;

import io.sluice.api.stream.Codec;
import java.nio.ByteBuffer;

/** Questions about one NAL unit, given from position to limit without start code or length; it is never moved. */
public final class Nal {

    /** Largest type below the aggregation and fragmentation types of RTP. */
    private static final int H264_LAST_TYPE = 23;

    private static final int H265_LAST_TYPE = 47;

    private Nal() {}

    /** Bytes of the header: 1 for H.264, 2 for H.265. */
    public static int headerSize(Codec codec) {
        return codec == Codec.H264 ? 1 : 2;
    }

    /** nal_unit_type, from the first byte of the header. */
    public static int type(Codec codec, int firstByte) {
        return codec == Codec.H264 ? firstByte & 0x1F : firstByte >> 1 & 0x3F;
    }

    /** The kind of a NAL unit type: H.264 table 7-1, H.265 table 7-1. */
    public static NalKind kind(Codec codec, int type) {
        return codec == Codec.H264 ? h264(type) : h265(type);
    }

    /** The kind of a NAL unit. */
    public static NalKind kind(Codec codec, ByteBuffer nal) {
        check(codec, nal);
        return kind(codec, type(codec, nal.get(nal.position())));
    }

    /**
     * Whether a slice is the first of its picture. H.264 clause 7.4.1.2.4 compares slice headers; first_mb_in_slice
     * being
     * 0 says the same for every stream without arbitrary slice order, which no camera sends. H.265 has a flag.
     */
    public static boolean firstSlice(Codec codec, ByteBuffer slice) {
        // ue(v) of 0 is a single one bit; first_slice_segment_in_pic_flag is a single bit as well.
        int at = slice.position() + headerSize(codec);
        return at < slice.limit() && (slice.get(at) & 0x80) != 0;
    }

    /**
     * Whether an H.264 NAL unit is a recovery point SEI message with recovery_frame_cnt 0 (clauses D.1.8, D.2.8): the
     * access unit can be decoded from, though it is no IDR picture. Encoders with open groups of pictures send it.
     */
    public static boolean recoveryPoint(ByteBuffer nal) {
        if ((nal.get(nal.position()) & 0x1F) != 6) {
            return false;
        }
        return Sei.holdsImmediateRecoveryPoint(nal);
    }

    /** Refuses what cannot be a NAL unit of the codec. */
    static void check(Codec codec, ByteBuffer nal) {
        if (nal.remaining() < headerSize(codec)) {
            throw new BitstreamException("a NAL unit of " + nal.remaining() + " bytes is too short for " + codec);
        }
        if ((nal.get(nal.position()) & 0x80) != 0) {
            throw new BitstreamException("a NAL unit with forbidden_zero_bit set");
        }
    }

    private static NalKind h264(int type) {
        return switch (type) {
            case 1, 2 -> NalKind.SLICE;
            case 5 -> NalKind.KEY_SLICE;
            case 7 -> NalKind.SPS;
            case 8 -> NalKind.PPS;
            case 9 -> NalKind.DELIMITER;
            case 3, 4, 10, 11, 12, 13, 19, 20, 21 -> NalKind.SUFFIX;
            default -> type > 0 && type <= H264_LAST_TYPE ? NalKind.PREFIX : NalKind.UNSPECIFIED;
        };
    }

    private static NalKind h265(int type) {
        if (type <= 15) {
            return NalKind.SLICE;
        }
        if (type <= 23) {
            return NalKind.KEY_SLICE;
        }
        return switch (type) {
            case 32 -> NalKind.VPS;
            case 33 -> NalKind.SPS;
            case 34 -> NalKind.PPS;
            case 35 -> NalKind.DELIMITER;
            case 36, 37, 38, 40, 45, 46, 47 -> NalKind.SUFFIX;
            default -> type <= H265_LAST_TYPE ? NalKind.PREFIX : NalKind.UNSPECIFIED;
        };
    }
}
