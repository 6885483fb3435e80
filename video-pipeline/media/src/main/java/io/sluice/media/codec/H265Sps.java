package io.sluice.media.codec;

import java.nio.ByteBuffer;

/**
 * Sequence parameter set of H.265, clause 7.3.2.2.
 *
 * @param id sps_seq_parameter_set_id
 * @param videoParameterSet sps_video_parameter_set_id
 * @param subLayers sps_max_sub_layers_minus1 + 1
 * @param temporalIdNested sps_temporal_id_nesting_flag
 * @param profile general profile, tier and level
 * @param details size, depths, order and rate
 */
public record H265Sps(
        int id,
        int videoParameterSet,
        int subLayers,
        boolean temporalIdNested,
        ProfileTierLevel profile,
        VideoDetails details) {

    private static final String NAME = "H.265 SPS";
    /** Level 6.2 allows 35 651 584 luma samples and sides up to the square root of 8 times that (clause A.4.1). */
    private static final int LONGEST_SIDE = 16_888;

    /** @param nal the NAL unit with its header; not moved */
    public static H265Sps parse(ByteBuffer nal) {
        BitReader in = new BitReader(Rbsp.of(nal, 2, Integer.MAX_VALUE), NAME);
        int vps = in.small(4);
        int subLayers = in.small(3) + 1;
        if (subLayers > 7) {
            throw in.fault("has 8 sub-layers, 7 are the most");
        }
        boolean nested = in.flag();
        ProfileTierLevel profile = ProfileTierLevel.parse(in, subLayers);
        int id = in.unsigned("sps_seq_parameter_set_id", 15);
        int chroma = in.unsigned("chroma_format_idc", 3);
        boolean separatePlanes = chroma == 3 && in.flag();
        int width = in.unsigned("pic_width_in_luma_samples", LONGEST_SIDE);
        int height = in.unsigned("pic_height_in_luma_samples", LONGEST_SIDE);
        if (in.flag()) {
            int unitX = !separatePlanes && (chroma == 1 || chroma == 2) ? 2 : 1;
            int unitY = !separatePlanes && chroma == 1 ? 2 : 1;
            width -= unitX * (in.unsigned("conf_win_left", width) + in.unsigned("conf_win_right", width));
            height -= unitY * (in.unsigned("conf_win_top", height) + in.unsigned("conf_win_bottom", height));
        }
        if (width <= 0 || height <= 0) {
            throw in.fault("describes a picture of no size");
        }
        int lumaDepth = 8 + in.unsigned("bit_depth_luma_minus8", 8);
        int chromaDepth = 8 + in.unsigned("bit_depth_chroma_minus8", 8);
        int orderBits = 4 + in.unsigned("log2_max_pic_order_cnt_lsb_minus4", 12);
        int reorder = 0;
        for (int i = in.flag() ? 0 : subLayers - 1; i < subLayers; i++) {
            in.unsigned("sps_max_dec_pic_buffering_minus1", 15);
            reorder = in.unsigned("sps_max_num_reorder_pics", 15);
            in.unsigned();
        }
        return new H265Sps(
                id, vps, subLayers, nested, profile,
                new VideoDetails(
                        width, height, chroma, lumaDepth, chromaDepth, reorder, H265Vui.rate(in, chroma, orderBits)));
    }
}
