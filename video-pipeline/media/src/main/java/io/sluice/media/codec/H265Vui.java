package io.sluice.media.codec;

import java.util.OptionalDouble;

/**
 * The way through the rest of an H.265 sequence parameter set (clause 7.3.2.2.1) to the frame rate in its VUI (E.2.1).
 */
final class H265Vui {

    private static final int EXTENDED_SAR = 255;

    private H265Vui() {}

    /** The frame rate; empty where it is absent, or damage comes before it: it is of use but nobody depends on it. */
    static OptionalDouble rate(BitReader in, int chroma, int orderBits) {
        try {
            skipCodingTools(in, chroma, orderBits);
            return in.flag() ? vui(in) : OptionalDouble.empty();
        } catch (BitstreamException damaged) {
            return OptionalDouble.empty();
        }
    }

    private static void skipCodingTools(BitReader in, int chroma, int orderBits) {
        for (int i = 0; i < 6; i++) {
            in.unsigned();
        }
        if (in.flag() && in.flag()) {
            skipScalingLists(in, chroma);
        }
        in.skip(2);
        if (in.flag()) {
            in.skip(8);
            in.unsigned();
            in.unsigned();
            in.skip(1);
        }
        skipReferenceSets(in);
        if (in.flag()) {
            int longTerm = in.unsigned("num_long_term_ref_pics_sps", 32);
            in.skip(longTerm * (orderBits + 1));
        }
        in.skip(2);
    }

    private static void skipScalingLists(BitReader in, int chroma) {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (!in.flag()) {
                    in.unsigned();
                    continue;
                }
                if (size > 1) {
                    in.signed();
                }
                for (int i = 0; i < Math.min(64, 1 << (4 + (size << 1))); i++) {
                    in.signed();
                }
            }
        }
    }

    /** Clause 7.3.7: a set may be predicted from the one before, whose size is then needed. */
    private static void skipReferenceSets(BitReader in) {
        int sets = in.unsigned("num_short_term_ref_pic_sets", 64);
        int before = 0;
        for (int set = 0; set < sets; set++) {
            if (set > 0 && in.flag()) {
                in.skip(1);
                in.unsigned();
                int pictures = 0;
                for (int i = 0; i <= before; i++) {
                    boolean used = in.flag();
                    pictures += used || in.flag() ? 1 : 0;
                }
                before = pictures;
            } else {
                int pictures = in.unsigned("num_negative_pics", 16) + in.unsigned("num_positive_pics", 16);
                for (int i = 0; i < pictures; i++) {
                    in.unsigned();
                    in.skip(1);
                }
                before = pictures;
            }
        }
    }

    private static OptionalDouble vui(BitReader in) {
        if (in.flag() && in.small(8) == EXTENDED_SAR) {
            in.skip(32);
        }
        if (in.flag()) {
            in.skip(1);
        }
        if (in.flag()) {
            in.skip(4);
            if (in.flag()) {
                in.skip(24);
            }
        }
        if (in.flag()) {
            in.unsigned();
            in.unsigned();
        }
        in.skip(3);
        if (in.flag()) {
            for (int i = 0; i < 4; i++) {
                in.unsigned();
            }
        }
        if (!in.flag()) {
            return OptionalDouble.empty();
        }
        long units = in.bits(32);
        long scale = in.bits(32);
        return units == 0 || scale == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) scale / units);
    }
}
