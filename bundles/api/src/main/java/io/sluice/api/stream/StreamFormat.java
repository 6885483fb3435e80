package io.sluice.api.stream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * What a decoder or a file header needs to know of a stream. Immutable. A change of format (resolution, profile) is a new
 * instance, in force from the key frame that carries it.
 *
 * @param codec the codec
 * @param width of the picture in pixels, after cropping
 * @param height of the picture in pixels, after cropping
 * @param codecString as in RFC 6381, such as {@code avc1.64001f}
 * @param parameterSets NAL units without start code or length: SPS and PPS for H.264; VPS, SPS, PPS for H.265, in this
 *     order of kinds; read-only
 */
public record StreamFormat(Codec codec, int width, int height, String codecString, List<ByteBuffer> parameterSets) {

    public StreamFormat {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(codecString, "codecString");
        parameterSets = parameterSets.stream().map(StreamFormat::frozen).toList();
    }

    /** Fresh views, so that no reader moves another's position. */
    @Override
    public List<ByteBuffer> parameterSets() {
        return parameterSets.stream().map(ByteBuffer::duplicate).toList();
    }

    private static ByteBuffer frozen(ByteBuffer set) {
        byte[] copy = new byte[set.remaining()];
        set.duplicate().get(copy);
        return ByteBuffer.wrap(copy).asReadOnlyBuffer();
    }
}
