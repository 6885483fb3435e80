package io.sluice.media.codec;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Sequence parameter set of H.264, clause 7.3.2.1.1.
 *
 * @param id seq_parameter_set_id
 * @param profile profile_idc
 * @param constraints the byte with the constraint_set flags
 * @param level level_idc
 * @param details size, depths, order and rate
 */
public record H264Sps(int id, int profile, int constraints, int level, VideoDetails details) {

    private static final String NAME = "H.264 SPS";
    private static final int BASELINE = 66;
    /**
     * A level allows 139 264 macroblocks at most, and no side beyond the square root of 8 times that (clause A.3.1).
     */
    private static final int MOST_MACROBLOCKS_A_SIDE = 1055;

    /** @param nal the NAL unit with its header; not moved */
    public static H264Sps parse(ByteBuffer nal) {
        BitReader in = new BitReader(Rbsp.of(nal, 1, Integer.MAX_VALUE), NAME);
        int profile = in.small(8);
        int constraints = in.small(8);
        int level = in.small(8);
        int id = in.unsigned("seq_parameter_set_id", 31);
        int chroma = 1;
        boolean separatePlanes = false;
        int lumaDepth = 8;
        int chromaDepth = 8;
        if (hasChromaFormat(profile)) {
            chroma = in.unsigned("chroma_format_idc", 3);
            separatePlanes = chroma == 3 && in.flag();
            lumaDepth += in.unsigned("bit_depth_luma_minus8", 6);
            chromaDepth += in.unsigned("bit_depth_chroma_minus8", 6);
            in.skip(1);
            if (in.flag()) {
                skipScalingLists(in, chroma == 3 ? 12 : 8);
            }
        }
        in.unsigned("log2_max_frame_num_minus4", 12);
        int orderType = pictureOrder(in);
        int references = in.unsigned("max_num_ref_frames", 16);
        in.skip(1);
        int columns = in.unsigned("pic_width_in_mbs_minus1", MOST_MACROBLOCKS_A_SIDE - 1) + 1;
        int rows = in.unsigned("pic_height_in_map_units_minus1", MOST_MACROBLOCKS_A_SIDE - 1) + 1;
        boolean framesOnly = in.flag();
        if (!framesOnly) {
            in.skip(1);
        }
        in.skip(1);
        int width = columns * 16;
        int height = rows * 16 * (framesOnly ? 1 : 2);
        if (in.flag()) {
            // Crop units by table 6-1: 1 without chroma, else the chroma sample's extent in luma samples.
            boolean subsampled = !separatePlanes;
            int unitX = subsampled && (chroma == 1 || chroma == 2) ? 2 : 1;
            int unitY = (subsampled && chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            width -= unitX * (in.unsigned("crop left", width) + in.unsigned("crop right", width));
            height -= unitY * (in.unsigned("crop top", height) + in.unsigned("crop bottom", height));
            if (width <= 0 || height <= 0) {
                throw in.fault("crops the whole picture away");
            }
        }
        H264Vui vui = in.flag() ? H264Vui.parse(in) : H264Vui.ABSENT;
        int depth = reorderDepth(profile, constraints, orderType, references, vui.reorderFrames());
        OptionalDouble rate = vui.framesPerSecond();
        return new H264Sps(
                id, profile, constraints, level,
                new VideoDetails(width, height, chroma, lumaDepth, chromaDepth, depth, rate));
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScalingLists(BitReader in, int lists) {
        for (int list = 0; list < lists; list++) {
            if (!in.flag()) {
                continue;
            }
            int size = list < 6 ? 16 : 64;
            int last = 8;
            int next = 8;
            for (int i = 0; i < size && next != 0; i++) {
                next = (int) (last + in.signed() & 0xFF);
                last = next == 0 ? last : next;
            }
        }
    }

    private static int pictureOrder(BitReader in) {
        int type = in.unsigned("pic_order_cnt_type", 2);
        if (type == 0) {
            in.unsigned("log2_max_pic_order_cnt_lsb_minus4", 12);
        } else if (type == 1) {
            in.skip(1);
            in.signed();
            in.signed();
            int cycle = in.unsigned("num_ref_frames_in_pic_order_cnt_cycle", 255);
            for (int i = 0; i < cycle; i++) {
                in.signed();
            }
        }
        return type;
    }

    /**
     * Without a word in the VUI the standard allows a whole buffer of reordering (clause E.2.1). Whoever predicts from
     * a
     * later picture keeps that one and an earlier one as references, so one less than these is a closer upper estimate.
     */
    private static int reorderDepth(int profile, int constraints, int orderType, int references, OptionalInt stated) {
        boolean intraOnly = (constraints & 0x10) != 0
                && (profile == 44 || profile == 86 || profile == 100 || profile == 110 || profile == 122
                        || profile == 244);
        if (orderType == 2 || profile == BASELINE || intraOnly) {
            return 0;
        }
        return stated.orElse(Math.max(0, references - 1));
    }
}
