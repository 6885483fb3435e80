package io.sluice.demo.line.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.Nal;
import io.sluice.media.codec.NalKind;
import io.sluice.media.codec.StreamFormats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EncoderTest {

    private static final int FRAMES_PER_SECOND = 15;

    private final LineScene scene = new LineScene(LineOptions.demonstration());
    private final YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
    private final Encoder encoder = new Encoder(LineScene.WIDTH, LineScene.HEIGHT, FRAMES_PER_SECOND);

    @AfterEach
    void close() {
        encoder.close();
    }

    @Test
    void theParameterSetsTellTheSizeBeforeTheFirstPicture() {
        StreamFormat format = StreamFormats.of(Codec.H264, AnnexB.split(encoder.parameterSets()));
        assertEquals(LineScene.WIDTH, format.width());
        assertEquals(LineScene.HEIGHT, format.height());
        assertTrue(format.codecString().startsWith("avc1.4d"), format.codecString());
    }

    @Test
    void aKeyFrameComesEverySecondAndWhenAskedFor() {
        List<Long> keys = new ArrayList<>();
        for (long n = 0; n < 2 * FRAMES_PER_SECOND; n++) {
            EncodedPicture encoded = encode(n, n == 7);
            boolean slices = kinds(encoded).contains(NalKind.KEY_SLICE);
            assertEquals(slices, encoded.keyFrame());
            assertFalse(kinds(encoded).contains(NalKind.SPS), "parameter sets are sent once, by whoever serves");
            if (encoded.keyFrame()) {
                keys.add(n);
            }
        }
        assertEquals(0, keys.get(0));
        assertTrue(keys.contains(7L), keys::toString);
        for (int i = 1; i < keys.size(); i++) {
            assertTrue(keys.get(i) - keys.get(i - 1) <= FRAMES_PER_SECOND, keys::toString);
        }
    }

    @Test
    void whatIsDecodedLooksLikeWhatWasDrawn() {
        try (H264Decoder decoder = new H264Decoder(encoder.parameterSets())) {
            for (long n = 0; n < 20; n++) {
                byte[] decoded = decoder.luma(encode(n, false).data(), LineScene.WIDTH, LineScene.HEIGHT);
                assertTrue(peakSignalToNoise(picture.luma(), decoded) > 38, "picture " + n + " came out wrong");
            }
        }
    }

    private EncodedPicture encode(long number, boolean key) {
        scene.draw(number, picture);
        return encoder.encode(picture, number, key);
    }

    private static List<NalKind> kinds(EncodedPicture encoded) {
        List<ByteBuffer> nals = AnnexB.split(encoded.data());
        return nals.stream().map(nal -> Nal.kind(Codec.H264, nal)).toList();
    }

    private static double peakSignalToNoise(byte[] wanted, byte[] got) {
        double squares = 0;
        for (int i = 0; i < wanted.length; i++) {
            double off = (wanted[i] & 255) - (got[i] & 255);
            squares += off * off;
        }
        return 10 * Math.log10(255 * 255 / (squares / wanted.length));
    }
}
