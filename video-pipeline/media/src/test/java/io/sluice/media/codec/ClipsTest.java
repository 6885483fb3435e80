package io.sluice.media.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.api.stream.StreamFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we read from real encoders' streams equals what ffprobe reads. */
class ClipsTest {

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "plain.h264", "large.h264", "pyramid.h265", "open.h265"})
    void picturesAreToldApartAndKeyFramesKnown(String name) {
        Clip clip = Clip.load(name);

        List<CodedPicture> pictures = clip.pictures();

        assertEquals(
                clip.packets().stream().map(Clip.Packet::key).toList(),
                pictures.stream().map(CodedPicture::keyFrame).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "plain.h264", "large.h264"})
    void picturesHoldWhatASampleHolds(String name) {
        Clip clip = Clip.load(name);

        assertEquals(
                clip.packets().stream().map(Clip.Packet::size).toList(),
                clip.pictures().stream().map(picture -> LengthPrefixed.size(picture.nals())).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "plain.h264", "large.h264", "pyramid.h265", "open.h265"})
    void decodeTimesFollowFromPresentationTimes(String name) {
        Clip clip = Clip.load(name);
        StreamFormat format = StreamFormats.of(clip.codec(), clip.nals());
        DecodeTimes times = DecodeTimes.of(StreamFormats.details(format));

        assertEquals(
                clip.packets().stream().map(Clip.Packet::decodeTime).toList(),
                clip.packets().stream().map(packet -> times.next(packet.presentationTime())).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "pyramid.h264, 192, 108, 2, avc1.64000b",
        "plain.h264, 160, 120, 0, avc1.42c00b",
        "large.h264, 256, 192, 0, avc1.64000c",
        "pyramid.h265, 192, 108, 2, hvc1.1.6.L30.90",
        "open.h265, 192, 108, 2, hvc1.1.6.L30.90"
    })
    void formatIsReadFromParameterSets(String name, int width, int height, int reorder, String codecString) {
        Clip clip = Clip.load(name);

        StreamFormat format = StreamFormats.of(clip.codec(), clip.parameterSets());

        assertEquals(width, format.width());
        assertEquals(height, format.height());
        assertEquals(codecString, format.codecString());
        VideoDetails details = StreamFormats.details(format);
        assertEquals(reorder, details.reorderDepth());
        assertEquals(25, details.framesPerSecond().orElseThrow());
        assertEquals(8, details.bitDepthLuma());
        assertEquals(1, details.chromaFormat());
    }

    @Test
    void slicesOfOnePictureStayTogether() {
        Clip clip = Clip.load("pyramid.h264");

        // Encoded with two slices a picture; the first carries a message from the encoder besides.
        assertEquals(2, clip.pictures().get(1).nals().size());
        assertEquals(3, clip.pictures().get(0).nals().size());
    }
}
