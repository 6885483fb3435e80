package io.sluice.api.analysis;

import java.nio.ByteBuffer;

/**
 * A decoded picture in memory, planar YUV 4:2:0, 8 bits (BT.601 or BT.709, limited range). Owned by whoever gives it.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 * @param luma direct memory, {@code height} rows
 * @param lumaStride bytes from row to row
 * @param blueChroma direct memory, {@code height / 2} rows of half the width
 * @param redChroma as blue
 * @param chromaStride bytes from row to row of both
 * @param mediaTime presentation time in 1/90 000 s
 */
public record Picture(
        int width,
        int height,
        ByteBuffer luma,
        int lumaStride,
        ByteBuffer blueChroma,
        ByteBuffer redChroma,
        int chromaStride,
        long mediaTime) {}
