package io.sluice.media.codec;

import java.util.OptionalDouble;

/**
 * What the sequence parameter set in force says of a stream, for both codecs.
 *
 * @param width in pixels, after cropping
 * @param height in pixels, after cropping
 * @param chromaFormat chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
 * @param bitDepthLuma bits of a luma sample
 * @param bitDepthChroma bits of a chroma sample
 * @param reorderDepth most pictures that precede one in decoding order and follow it in output order: 0 without B
 *     pictures. Where the stream does not say, an upper estimate
 * @param framesPerSecond where the stream says
 */
public record VideoDetails(
        int width,
        int height,
        int chromaFormat,
        int bitDepthLuma,
        int bitDepthChroma,
        int reorderDepth,
        OptionalDouble framesPerSecond) {}
