package io.sluice.media.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.Codec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, each call ends, with a value or a {@link BitstreamException}; any other exception fails here. */
class GarbageTest {

    private static final int ROUNDS = 3000;

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "plain.h264", "pyramid.h265"})
    void damagedStreamsAreReadOrRefused(String name) {
        Clip clip = Clip.load(name);
        byte[] stream = Clip.resource(name);
        Random random = new Random(42);
        int formats = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = stream.clone();
            for (int i = 0; i < 40; i++) {
                // Mostly near the front, where the parameter sets are.
                damaged[random.nextInt(i < 20 ? 120 : damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            formats += read(clip.codec(), AnnexB.split(ByteBuffer.wrap(damaged)));
        }
        assertTrue(formats > 0, "all were refused: the damage reaches nothing behind the first checks");
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void noiseIsReadOrRefused(Codec codec) {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            ByteBuffer data = ByteBuffer.wrap(noise);
            attempt(() -> DecoderConfiguration.parse(codec, data));
            attempt(() -> LengthPrefixed.split(data));
            attempt(() -> H264Sps.parse(data));
            attempt(() -> H265Sps.parse(data));
            read(codec, List.of(data));
        }
    }

    @Test
    void everyTruncationOfAnSpsIsReadOrRefused() {
        for (String name : List.of("pyramid.h264", "pyramid.h265")) {
            Clip clip = Clip.load(name);
            ByteBuffer sps = StreamFormats.sps(clip.codec(), clip.nals());
            for (int length = 0; length <= sps.remaining(); length++) {
                read(clip.codec(), List.of(sps.slice(0, length)));
            }
        }
    }

    private static int read(Codec codec, List<ByteBuffer> nals) {
        ParameterSets sets = new ParameterSets(codec);
        for (ByteBuffer nal : nals) {
            attempt(() -> sets.add(nal));
        }
        attempt(() -> PictureAssembler.split(codec, nals));
        int[] formats = {0};
        attempt(() -> formats[0] += sets.format().isPresent() ? 1 : 0);
        return formats[0];
    }

    private static void attempt(Runnable call) {
        try {
            call.run();
        } catch (BitstreamException refused) {
            assertTrue(refused.getMessage().length() > 10, "says what is wrong");
        }
    }
}
