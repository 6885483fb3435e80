package io.sluice.runner.features.internal.coding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureCodecTest {

    private static final int DIMENSION = 512;

    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void noNumberDiffersByMoreThanTheBoundThatIsTold(FeatureKind kind) {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            // From numbers near the smallest to those near the largest that are taken.
            float size = (float) Math.pow(10, random.nextInt(75) - 45);
            float[] vector = gaussian(random, 1 + random.nextInt(300), Math.min(size, 1e29f));
            EncodedFeature encoded = FeatureCodec.encode(vector, kind);
            float[] back = FeatureCodec.decode(encoded.bytes());
            double most = 0;
            for (int index = 0; index < vector.length; index++) {
                most = Math.max(most, Math.abs((double) vector[index] - back[index]));
            }
            assertEquals(most, encoded.maxError(), "what is told is what was measured");
            assertTrue(most <= encoded.errorBound(), kind + " of size " + size + ": " + most + " > " + encoded.errorBound());
            assertEquals(Similarity.cosine(vector, back), encoded.cosine());
        }
    }

    @Test
    void directionIsKeptAndRoomIsSaved() {
        float[] vector = gaussian(new Random(1), DIMENSION, 0.04f);
        EncodedFeature exact = FeatureCodec.encode(vector, FeatureKind.FLOAT32);
        assertArrayEquals(vector, FeatureCodec.decode(exact.bytes()));
        EncodedFeature half = FeatureCodec.encode(vector, FeatureKind.FLOAT16);
        EncodedFeature whole = FeatureCodec.encode(vector, FeatureKind.INT8);
        assertTrue(half.cosine() > 0.999_999 && whole.cosine() > 0.9995, half.cosine() + " " + whole.cosine());
        assertTrue(half.bytes().length <= DIMENSION * 2 + 20 && whole.bytes().length <= DIMENSION + 20);
    }

    @Test
    void whatRepeatsItselfIsDeflated() {
        float[] sparse = new float[DIMENSION];
        sparse[3] = 1;
        EncodedFeature encoded = FeatureCodec.encode(sparse, FeatureKind.INT8);
        assertTrue(encoded.bytes().length < 60, encoded.bytes().length + " bytes");
        assertEquals(1, encoded.bytes()[4], "marked as deflated");
        assertArrayEquals(sparse, FeatureCodec.decode(encoded.bytes()), 1e-6f);
        float[] zero = new float[4];
        assertArrayEquals(zero, FeatureCodec.decode(FeatureCodec.encode(zero, FeatureKind.FLOAT16).bytes()));
    }

    /** Others must be able to read it: the form may not change under this version. */
    @Test
    void theFormIsAsItIsWrittenDown() {
        byte[] bytes = FeatureCodec.encode(new float[] {1, -2, 127}, FeatureKind.INT8).bytes();
        assertEquals("5356" + "01" + "03" + "00" + "00" + "0003" + "3f800000" + "01fe7f", HexFormat.of().formatHex(bytes, 0, 15));
        assertEquals(15 + 8, bytes.length);
        byte[] half = FeatureCodec.encode(new float[] {0.5f, -0.25f}, FeatureKind.FLOAT16).bytes();
        assertEquals("53560102" + "0000" + "0002" + "3f800000" + "3800" + "b400", HexFormat.of().formatHex(half, 0, 16));
    }

    @Test
    void halfPrecisionRoundsToTheNearest() {
        for (int bits = 0; bits <= 0x3C00; bits++) {
            float value = Float16.toFloat((short) bits);
            assertEquals((short) bits, Float16.of(value), "every half is itself");
            assertEquals((short) (bits | 0x8000), Float16.of(-value));
            float next = Float16.toFloat((short) (bits + 1));
            float middle = (value + next) / 2;
            assertEquals((short) (bits % 2 == 0 ? bits : bits + 1), Float16.of(middle), "a tie goes to the even one");
            assertEquals((short) (bits + 1), Float16.of(Math.nextUp(middle)));
        }
        assertEquals(1f, Float16.toFloat((short) 0x3C00));
        assertEquals(0x1p-24f, Float16.toFloat((short) 1));
    }

    @Test
    void everyChangedBitAndEveryCutIsFound() {
        byte[] good = FeatureCodec.encode(gaussian(new Random(3), 40, 1), FeatureKind.FLOAT16).bytes();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(InvalidInputException.class, () -> FeatureCodec.decode(bad), "bit " + bit);
        }
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(InvalidInputException.class, () -> FeatureCodec.decode(cut), "cut to " + length);
        }
        assertThrows(InvalidInputException.class, () -> FeatureCodec.decode(Arrays.copyOf(good, good.length + 1)));
    }

    @Test
    void theReasonIsNamed() throws Exception {
        byte[] good = FeatureCodec.encode(new float[] {1, 2, 3}, FeatureKind.INT8).bytes();
        assertEquals("feature.encoding.foreign", code("GIF89a and some more bytes".getBytes()));
        assertEquals("feature.encoding.foreign", code(new byte[3]));
        assertEquals("feature.encoding.version", code(changed(good, 2, 2)));
        assertEquals("feature.encoding.damaged", code(flipped(good)));
        assertEquals("feature.encoding.kind", code(changed(good, 3, 9)));
        assertEquals("feature.encoding.head", code(changed(good, 4, 2)));
        assertEquals("feature.encoding.head", code(changed(good, 8, 0x7F)), "a scale that is no number");
        assertEquals("feature.encoding.length", code(changed(good, 7, 4)));
        assertEquals("feature.encoding.length", code(changed(good, 4, 1)), "marked as deflated, but is not");
    }

    /** A small message must not grow into a large one. */
    @Test
    void whatSwellsBeyondItsDimensionIsRefused() throws Exception {
        byte[] huge = FeatureCodec.encode(new float[16_000], FeatureKind.FLOAT32).bytes();
        assertTrue(huge.length < 200, huge.length + " bytes");
        ByteBuffer.wrap(huge).putShort(6, (short) 2);
        assertEquals("feature.encoding.length", code(sealed(huge)));
    }

    @Test
    void vectorsThatCannotBeAreRefused() {
        for (float[] wrong : new float[][] {{}, {1, Float.NaN}, {Float.POSITIVE_INFINITY}, {2e30f}, new float[16_385]}) {
            InvalidInputException refused =
                    assertThrows(InvalidInputException.class, () -> FeatureCodec.encode(wrong, FeatureKind.INT8));
            assertEquals("feature.vector.invalid", refused.code());
        }
    }

    private static String code(byte[] form) {
        return assertThrows(InvalidInputException.class, () -> FeatureCodec.decode(form)).code();
    }

    /** With a digest that vouches for the change. */
    private static byte[] changed(byte[] form, int at, int value) throws Exception {
        byte[] other = form.clone();
        other[at] = (byte) value;
        return sealed(other);
    }

    private static byte[] flipped(byte[] form) {
        byte[] other = form.clone();
        other[13] ^= 1;
        return other;
    }

    private static byte[] sealed(byte[] form) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(form, 0, form.length - 8);
        System.arraycopy(sha.digest(), 0, form, form.length - 8, 8);
        return form;
    }

    private static float[] gaussian(Random random, int dimension, float size) {
        float[] vector = new float[dimension];
        for (int index = 0; index < dimension; index++) {
            vector[index] = (float) Math.max(-10, Math.min(10, random.nextGaussian())) * size;
        }
        return vector;
    }
}
