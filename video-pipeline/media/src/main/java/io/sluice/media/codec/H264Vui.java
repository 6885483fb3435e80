package io.sluice.media.codec;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Video usability information of H.264, clause E.1.1, as far as it tells of time and order. */
record H264Vui(OptionalDouble framesPerSecond, OptionalInt reorderFrames) {

    static final H264Vui ABSENT = new H264Vui(OptionalDouble.empty(), OptionalInt.empty());

    private static final int EXTENDED_SAR = 255;

    /** Cameras with a damaged VUI are common and decoders play them, so what was read before the damage counts. */
    static H264Vui parse(BitReader in) {
        OptionalDouble rate = OptionalDouble.empty();
        try {
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
            if (in.flag()) {
                rate = rate(in.bits(32), in.bits(32));
                in.skip(1);
            }
            boolean nalHrd = in.flag();
            if (nalHrd) {
                skipHrd(in);
            }
            boolean vclHrd = in.flag();
            if (vclHrd) {
                skipHrd(in);
            }
            if (nalHrd || vclHrd) {
                in.skip(1);
            }
            in.skip(1);
            if (!in.flag()) {
                return new H264Vui(rate, OptionalInt.empty());
            }
            in.skip(1);
            in.unsigned();
            in.unsigned();
            in.unsigned();
            in.unsigned();
            int reorder = in.unsigned("max_num_reorder_frames", 16);
            return new H264Vui(rate, OptionalInt.of(reorder));
        } catch (BitstreamException damaged) {
            return new H264Vui(rate, OptionalInt.empty());
        }
    }

    /** A tick is half a frame: two fields make one. */
    private static OptionalDouble rate(long unitsInTick, long timeScale) {
        return unitsInTick == 0 || timeScale == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(timeScale / (2.0 * unitsInTick));
    }

    private static void skipHrd(BitReader in) {
        int count = in.unsigned("cpb_cnt_minus1", 31) + 1;
        in.skip(8);
        for (int i = 0; i < count; i++) {
            in.unsigned();
            in.unsigned();
            in.skip(1);
        }
        in.skip(20);
    }
}
