package io.sluice.media.codec;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The NAL units of one access unit.
 *
 * @param nals slices and supplemental information, in order, without parameter sets and delimiters: what an
 *     {@link io.sluice.api.stream.AccessUnit} carries
 * @param parameterSets those that came with it
 * @param keyFrame whether decoding can begin here
 */
public record CodedPicture(List<ByteBuffer> nals, List<ByteBuffer> parameterSets, boolean keyFrame) {

    public CodedPicture {
        nals = List.copyOf(nals);
        parameterSets = List.copyOf(parameterSets);
    }
}
