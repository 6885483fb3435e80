package io.sluice.media.codec;

import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.List;

/** HEVCDecoderConfigurationRecord, ISO/IEC 14496-15 clause 8.3.3.1.2. */
final class HevcConfiguration {

    private static final int FIXED_PART = 23;
    private static final int ARRAY_HEADER = 3;
    private static final int[] SET_TYPES = {32, 33, 34};

    private HevcConfiguration() {}

    static byte[] write(StreamFormat format) {
        H265Sps sps = H265Sps.parse(StreamFormats.sps(format.codec(), format.parameterSets()));
        ProfileTierLevel profile = sps.profile();
        VideoDetails details = sps.details();
        int size = FIXED_PART + SET_TYPES.length * ARRAY_HEADER + LengthPrefixed.size(format.parameterSets());
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) 1);
        out.put((byte) (profile.space() << 6 | (profile.highTier() ? 0x20 : 0) | profile.profile()));
        out.putInt(profile.compatibility());
        out.putShort((short) (profile.constraints() >> 32)).putInt((int) profile.constraints());
        out.put((byte) profile.level());
        out.putShort((short) 0xF000);
        // Parallelism and average frame rate: 0 means unknown.
        out.put((byte) 0xFC);
        out.put((byte) (0xFC | details.chromaFormat()));
        out.put((byte) (0xF8 | details.bitDepthLuma() - 8));
        out.put((byte) (0xF8 | details.bitDepthChroma() - 8));
        out.putShort((short) 0);
        out.put((byte) (sps.subLayers() << 3 | (sps.temporalIdNested() ? 4 : 0) | LengthPrefixed.LENGTH_SIZE - 1));
        out.put((byte) SET_TYPES.length);
        for (int type : SET_TYPES) {
            List<ByteBuffer> sets = DecoderConfiguration.ofKind(format, Nal.kind(format.codec(), type));
            // Array completeness: all sets of this type are in the record.
            out.put((byte) (0x80 | type)).putShort((short) sets.size());
            DecoderConfiguration.writeSets(out, sets);
        }
        return AvcConfiguration.bytes(out);
    }

    /** @return the length size */
    static int parse(ByteBuffer in, List<ByteBuffer> sets) {
        DecoderConfiguration.version(in);
        if (in.remaining() < FIXED_PART - 1) {
            throw new BitstreamException("hvcC of " + (in.remaining() + 1) + " bytes is too short");
        }
        int lengthSize = (in.get(in.position() + FIXED_PART - 3) & 3) + 1;
        int arrays = in.get(in.position() + FIXED_PART - 2) & 0xFF;
        in.position(in.position() + FIXED_PART - 1);
        for (int i = 0; i < arrays; i++) {
            in.get();
            DecoderConfiguration.readSets(in, in.getShort() & 0xFFFF, sets);
        }
        return lengthSize;
    }
}
