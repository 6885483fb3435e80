package io.sluice.media.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderConfigurationTest {

    /** As FFmpeg's MP4 muxer writes it for pyramid.h264. */
    private static final String AVCC_OF_FFMPEG = "0164000bffe100196764000bacd9430ffbc044000003000400000300c83c50a65801"
            + "000668ebe112c8b0fdf8f800";
    /** As FFmpeg's MP4 muxer writes it for pyramid.h265, without the encoder's message, which is no parameter set. */
    private static final String HVCC_OF_FFMPEG = "0101600000009000000000001ef000fcfdf8f800000f";

    @Test
    void avcRecordIsTheOneOfFfmpeg() {
        byte[] record = DecoderConfiguration.write(format("pyramid.h264"));

        assertEquals(AVCC_OF_FFMPEG, HexFormat.of().formatHex(record));
    }

    @Test
    void fixedPartOfHevcRecordIsTheOneOfFfmpeg() {
        byte[] record = DecoderConfiguration.write(format("pyramid.h265"));

        assertEquals(HVCC_OF_FFMPEG, HexFormat.of().formatHex(record, 0, 22));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "plain.h264", "pyramid.h265"})
    void recordIsReadBack(String name) {
        StreamFormat format = format(name);

        DecoderConfiguration back =
                DecoderConfiguration.parse(format.codec(), ByteBuffer.wrap(DecoderConfiguration.write(format)));

        assertEquals(format, back.format());
        assertEquals(4, back.lengthSize());
        assertArrayEquals(DecoderConfiguration.write(format), DecoderConfiguration.write(back.format()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "pyramid.h265"})
    void everyTruncationIsRefused(String name) {
        StreamFormat format = format(name);
        byte[] record = DecoderConfiguration.write(format);
        // What follows the parameter sets of an avcC record is optional.
        int needed = format.codec() == Codec.H264 ? record.length - 4 : record.length;

        for (int length = 0; length < needed; length++) {
            ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(record, length));
            assertThrows(BitstreamException.class, () -> DecoderConfiguration.parse(format.codec(), part));
        }
    }

    private static StreamFormat format(String name) {
        Clip clip = Clip.load(name);
        return StreamFormats.of(clip.codec(), clip.parameterSets());
    }
}
