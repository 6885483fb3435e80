package io.sluice.runner.features.internal.coding;

import io.sluice.api.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Writes and reads encoded vectors: twelve bytes of head (the letters SV, version, kind, flags, 0, dimension, scale), the numbers,
 * deflated where that is shorter, and eight bytes of SHA-256 over all before. Most significant byte first. Stateless.
 */
public final class FeatureCodec {

    /** Of this version of the form. */
    public static final String NAME = "sluice-feature-1";
    public static final int MOST_DIMENSIONS = 16_384;

    private static final short LETTERS = 0x5356;
    private static final byte VERSION = 1;
    private static final byte DEFLATED = 1;
    private static final int HEAD = 12;
    private static final int DIGEST = 8;
    private static final int LARGEST_INT8 = 127;
    /** Far beyond any network's, and far from what float32 overflows at. */
    private static final float LARGEST = 1e30f;
    /** Half a unit in the last place of binary16, of a number just below 1. */
    private static final double HALF_UNIT = 0x1p-12;

    private FeatureCodec() {}

    /** @throws InvalidInputException where the vector is not as {@link #check} demands */
    public static EncodedFeature encode(float[] vector, FeatureKind kind) {
        check(vector, "Vector");
        float scale = scale(vector, kind);
        ByteBuffer numbers = ByteBuffer.allocate(vector.length * kind.width());
        for (float value : vector) {
            switch (kind) {
                case FLOAT32 -> numbers.putFloat(value);
                case FLOAT16 -> numbers.putShort(Float16.of(value / scale));
                case INT8 -> numbers.put((byte) Math.max(-LARGEST_INT8, Math.min(LARGEST_INT8, Math.round((double) value / scale))));
            }
        }
        byte[] plain = numbers.array();
        byte[] deflated = deflate(plain);
        boolean shorter = deflated.length < plain.length;
        byte[] payload = shorter ? deflated : plain;
        ByteBuffer form = ByteBuffer.allocate(HEAD + payload.length + DIGEST).putShort(LETTERS).put(VERSION).put((byte) kind.code())
                .put(shorter ? DEFLATED : 0).put((byte) 0).putShort((short) vector.length).putFloat(scale).put(payload);
        form.put(digest(form.array(), HEAD + payload.length));
        float[] back = decode(form.array());
        return new EncodedFeature(kind, form.array(), Similarity.cosine(vector, back), Similarity.maxError(vector, back),
                bound(scale, kind));
    }

    /** @throws InvalidInputException naming what is wrong, where it is not what {@link #encode} makes */
    public static float[] decode(byte[] form) {
        if (form.length < HEAD + DIGEST) {
            throw wrong("feature.encoding.foreign", "has " + form.length + " bytes; the shortest encoded vector has " + (HEAD + DIGEST));
        }
        ByteBuffer in = ByteBuffer.wrap(form);
        if (in.getShort() != LETTERS) {
            throw wrong("feature.encoding.foreign", "does not begin with the letters SV");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw wrong("feature.encoding.version", "is of version " + (version & 0xFF) + "; known is " + VERSION);
        }
        int end = form.length - DIGEST;
        if (!Arrays.equals(form, end, form.length, digest(form, end), 0, DIGEST)) {
            throw wrong("feature.encoding.damaged", "is not what its digest says: it was cut or changed on its way");
        }
        return numbers(form, in, end);
    }

    /** What the digest vouches for may still be nonsense that somebody wrote. */
    private static float[] numbers(byte[] form, ByteBuffer in, int end) {
        int code = in.get() & 0xFF;
        FeatureKind kind = Arrays.stream(FeatureKind.values()).filter(known -> known.code() == code).findFirst()
                .orElseThrow(() -> wrong("feature.encoding.kind", "is of kind " + code + "; known are 1, 2 and 3"));
        byte flags = in.get();
        byte reserved = in.get();
        int dimension = in.getShort() & 0xFFFF;
        float scale = in.getFloat();
        if (flags >> 1 != 0 || reserved != 0 || dimension < 1 || dimension > MOST_DIMENSIONS || !(scale >= 0 && scale <= Float.MAX_VALUE)) {
            throw wrong("feature.encoding.head", "has a head that cannot be: flags " + flags + ", dimension " + dimension + ", scale " + scale);
        }
        byte[] payload = Arrays.copyOfRange(form, HEAD, end);
        int length = dimension * kind.width();
        byte[] plain = flags == DEFLATED ? inflate(payload, length) : payload;
        if (plain.length != length) {
            throw wrong("feature.encoding.length", "has " + plain.length + " bytes of numbers; dimension " + dimension + " needs " + length);
        }
        ByteBuffer numbers = ByteBuffer.wrap(plain);
        float[] vector = new float[dimension];
        for (int index = 0; index < dimension; index++) {
            vector[index] = switch (kind) {
                case FLOAT32 -> numbers.getFloat();
                case FLOAT16 -> Float16.toFloat(numbers.getShort()) * scale;
                case INT8 -> numbers.get() * scale;
            };
        }
        return check(vector, "Data");
    }

    /** The vector itself. @throws InvalidInputException where it is empty, too long or has a number that is too large or none */
    public static float[] check(float[] vector, String field) {
        if (vector.length < 1 || vector.length > MOST_DIMENSIONS) {
            throw new InvalidInputException("feature.vector.invalid", field,
                    "'" + field + "' has " + vector.length + " numbers; 1 to " + MOST_DIMENSIONS + " are possible.", "");
        }
        for (int index = 0; index < vector.length; index++) {
            if (!(Math.abs(vector[index]) <= LARGEST)) {
                throw new InvalidInputException("feature.vector.invalid", field,
                        "'" + field + "[" + index + "]' is no number from -1e30 to 1e30.", "");
            }
        }
        return vector;
    }

    private static float scale(float[] vector, FeatureKind kind) {
        float largest = 0;
        for (float value : vector) {
            largest = Math.max(largest, Math.abs(value));
        }
        return switch (kind) {
            case FLOAT32 -> 1;
            // A power of two costs no precision, and keeps binary16 from overflow and from its small numbers.
            case FLOAT16 -> largest < Float.MIN_NORMAL ? Float.MIN_NORMAL
                    : Math.scalb(1f, Math.getExponent(largest) + 1);
            case INT8 -> Math.max(largest / LARGEST_INT8, Float.MIN_NORMAL);
        };
    }

    private static double bound(float scale, FeatureKind kind) {
        return switch (kind) {
            case FLOAT32 -> 0;
            case FLOAT16 -> scale * HALF_UNIT + Float.MIN_VALUE;
            // The scale is rounded, and so is what is multiplied back.
            case INT8 -> scale * (0.5 + LARGEST_INT8 * 0x1p-23);
        };
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] room = new byte[plain.length];
            int length = deflater.deflate(room);
            return deflater.finished() ? Arrays.copyOf(room, length) : plain;
        } finally {
            deflater.end();
        }
    }

    /** At most one byte more than is wanted: what would swell further is not let. */
    private static byte[] inflate(byte[] payload, int wanted) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(payload);
            byte[] room = new byte[wanted + 1];
            int length = 0;
            int step;
            do {
                step = inflater.inflate(room, length, room.length - length);
                length += step;
            } while (step > 0 && length < room.length);
            return Arrays.copyOf(room, length);
        } catch (DataFormatException damaged) {
            throw wrong("feature.encoding.length", "cannot be inflated");
        } finally {
            inflater.end();
        }
    }

    private static byte[] digest(byte[] form, int length) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(form, 0, length);
            return Arrays.copyOf(sha.digest(), DIGEST);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InvalidInputException wrong(String code, String what) {
        return new InvalidInputException(code, "Data", "The encoded vector " + what + ".", "");
    }
}
