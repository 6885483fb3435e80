package io.sluice.mp4;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.DecoderConfiguration;
import java.nio.ByteBuffer;

/**
 * The beginning of a fragmented file: {@code ftyp} and {@code moov} with one track, whose sample entry is {@code
 * avc1} or {@code hvc1} with all parameter sets in its decoder configuration record (ISO/IEC 14496-15 clauses 5.4.2
 * and 8.4.1).
 */
public final class InitSegment {

    private static final int TRACK = Fragment.TRACK;
    private static final int FIXED_BYTES = 1024;
    private static final int[] UNITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};
    /** Language "und", packed as ISO/IEC 14496-12 clause 8.4.2.3 says. */
    private static final int UNDETERMINED = 0x55C4;
    /** 72 dpi in 16.16 fixed point. */
    private static final int RESOLUTION = 0x480000;

    private final BoxWriter out;
    private final StreamFormat format;
    private final byte[] configuration;

    private InitSegment(StreamFormat format) {
        this.format = format;
        this.configuration = DecoderConfiguration.write(format);
        this.out = new BoxWriter(FIXED_BYTES + configuration.length);
    }

    /**
     * The init segment of a format, read-only.
     *
     * @throws io.sluice.media.codec.BitstreamException when the format's parameter sets are broken
     */
    public static ByteBuffer of(StreamFormat format) {
        return new InitSegment(format).write();
    }

    private ByteBuffer write() {
        out.box("ftyp", () -> out.ascii("iso6").u32(1).ascii("iso5iso6mp41"));
        out.box("moov", () -> {
            movieHeader();
            out.box("trak", this::track);
            out.box("mvex", () -> out.fullBox("trex", 0, 0, () -> out.u32(TRACK, 1, 0, 0, 0)));
        });
        return out.finish();
    }

    private void movieHeader() {
        out.fullBox("mvhd", 0, 0, () -> out
                .u32(0, 0, 1000, 0)
                .u32(0x10000)
                .u16(0x100)
                .zeros(10)
                .u32(UNITY)
                .zeros(24)
                .u32(TRACK + 1));
    }

    private void track() {
        int enabledInMovie = 3;
        out.fullBox("tkhd", 0, enabledInMovie, () -> out
                .u32(0, 0, TRACK, 0, 0)
                .zeros(16)
                .u32(UNITY)
                .u32(format.width() << 16, format.height() << 16));
        out.box("mdia", () -> {
            out.fullBox("mdhd", 0, 0, () -> out
                    .u32(0, 0, AccessUnit.TICKS_PER_SECOND, 0)
                    .u16(UNDETERMINED, 0));
            out.fullBox("hdlr", 0, 0, () -> out.u32(0).ascii("vide").zeros(12).ascii("video").u8(0));
            out.box("minf", this::mediaInformation);
        });
    }

    private void mediaInformation() {
        out.fullBox("vmhd", 0, 1, () -> out.zeros(8));
        out.box("dinf", () -> out.fullBox("dref", 0, 0, () -> {
            out.u32(1);
            out.fullBox("url ", 0, 1, () -> {});
        }));
        out.box("stbl", () -> {
            out.fullBox("stsd", 0, 0, () -> {
                out.u32(1);
                out.box(format.codec() == Codec.H264 ? "avc1" : "hvc1", this::sampleEntry);
            });
            // All samples are in fragments, so these tables are there but empty.
            out.fullBox("stts", 0, 0, () -> out.u32(0));
            out.fullBox("stsc", 0, 0, () -> out.u32(0));
            out.fullBox("stsz", 0, 0, () -> out.u32(0, 0));
            out.fullBox("stco", 0, 0, () -> out.u32(0));
        });
    }

    private void sampleEntry() {
        out.zeros(6).u16(1);
        out.zeros(16);
        out.u16(format.width(), format.height());
        out.u32(RESOLUTION, RESOLUTION, 0);
        out.u16(1);
        out.zeros(32);
        out.u16(0x18, 0xFFFF);
        out.box(format.codec() == Codec.H264 ? "avcC" : "hvcC", () -> out.bytes(configuration));
    }
}
