package io.sluice.media.codec;

import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.List;

/** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 clause 5.3.3.1.2. */
final class AvcConfiguration {

    private AvcConfiguration() {}

    static byte[] write(StreamFormat format) {
        List<ByteBuffer> sps = DecoderConfiguration.ofKind(format, NalKind.SPS);
        List<ByteBuffer> pps = DecoderConfiguration.ofKind(format, NalKind.PPS);
        H264Sps first = H264Sps.parse(sps.get(0));
        boolean extended = first.profile() != 66 && first.profile() != 77 && first.profile() != 88;
        ByteBuffer out = ByteBuffer.allocate(7 + LengthPrefixed.size(sps) + LengthPrefixed.size(pps) + 4);
        out.put((byte) 1).put((byte) first.profile()).put((byte) first.constraints()).put((byte) first.level());
        out.put((byte) (0xFC | LengthPrefixed.LENGTH_SIZE - 1));
        out.put((byte) (0xE0 | sps.size()));
        DecoderConfiguration.writeSets(out, sps);
        out.put((byte) pps.size());
        DecoderConfiguration.writeSets(out, pps);
        if (extended) {
            VideoDetails details = first.details();
            out.put((byte) (0xFC | details.chromaFormat()));
            out.put((byte) (0xF8 | details.bitDepthLuma() - 8));
            out.put((byte) (0xF8 | details.bitDepthChroma() - 8));
            out.put((byte) 0);
        }
        return bytes(out);
    }

    /** @return the length size */
    static int parse(ByteBuffer in, List<ByteBuffer> sets) {
        DecoderConfiguration.version(in);
        in.get();
        in.get();
        in.get();
        int lengthSize = (in.get() & 3) + 1;
        DecoderConfiguration.readSets(in, in.get() & 0x1F, sets);
        DecoderConfiguration.readSets(in, in.get() & 0xFF, sets);
        return lengthSize;
    }

    static byte[] bytes(ByteBuffer out) {
        byte[] record = new byte[out.position()];
        out.get(0, record);
        return record;
    }
}
