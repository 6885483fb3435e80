package io.sluice.media.codec;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Decoder configuration records of ISO/IEC 14496-15: the content of an {@code avcC} box (clause 5.3.3.1) or {@code
 * hvcC} box
 * (clause 8.3.3.1), which decoders take as extra data too.
 *
 * @param format the stream described
 * @param lengthSize bytes of the length before each NAL unit of its samples: 1, 2 or 4
 */
public record DecoderConfiguration(StreamFormat format, int lengthSize) {

    /** The record of a format whose samples have lengths of 4 bytes. */
    public static byte[] write(StreamFormat format) {
        return format.codec() == Codec.H264 ? AvcConfiguration.write(format) : HevcConfiguration.write(format);
    }

    /**
     * Reads a record, from position to limit; the buffer is not moved.
     *
     * @throws BitstreamException when it is broken or describes no stream
     */
    public static DecoderConfiguration parse(Codec codec, ByteBuffer record) {
        ByteBuffer in = record.duplicate();
        List<ByteBuffer> sets = new ArrayList<>();
        try {
            int lengthSize = codec == Codec.H264
                    ? AvcConfiguration.parse(in, sets)
                    : HevcConfiguration.parse(in, sets);
            if (lengthSize == 3) {
                throw new BitstreamException("lengths of 3 bytes are reserved");
            }
            return new DecoderConfiguration(StreamFormats.of(codec, sets), lengthSize);
        } catch (BufferUnderflowException e) {
            throw new BitstreamException("decoder configuration record of " + codec + " ends too early");
        }
    }

    static int version(ByteBuffer in) {
        int version = in.get();
        if (version != 1) {
            throw new BitstreamException("decoder configuration record of version " + version + ", not 1");
        }
        return version;
    }

    static void readSets(ByteBuffer in, int count, List<ByteBuffer> into) {
        for (int i = 0; i < count; i++) {
            int length = in.getShort() & 0xFFFF;
            if (length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            into.add(in.slice(in.position(), length));
            in.position(in.position() + length);
        }
    }

    static void writeSets(ByteBuffer out, List<ByteBuffer> sets) {
        for (ByteBuffer set : sets) {
            if (set.remaining() > 0xFFFF) {
                throw new BitstreamException("a parameter set of " + set.remaining() + " bytes fits no record");
            }
            out.putShort((short) set.remaining()).put(set.duplicate());
        }
    }

    static List<ByteBuffer> ofKind(StreamFormat format, NalKind kind) {
        return format.parameterSets().stream()
                .filter(set -> Nal.kind(format.codec(), set) == kind)
                .toList();
    }
}
