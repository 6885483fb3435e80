package io.sluice.algorithm.vector;

import io.sluice.api.error.RejectedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of a test vector's file: bare float32 in little-endian order, or NumPy's format of the same (NEP 1).
 *
 * @param shape outermost first
 * @param values in the order of the shape; not copied
 */
public record Tensor(List<Long> shape, float[] values) {

    private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\), *\\}\\s*");
    private static final int SHORT_HEADER = 10;
    private static final int LONG_HEADER = 12;
    private static final int LONGEST_DIMENSION = 10;

    public Tensor {
        shape = List.copyOf(shape);
    }

    /** Whether a file of this name is a tensor. */
    public static boolean isOne(String name) {
        return name.endsWith(".bin") || name.endsWith(".npy");
    }

    /**
     * @param name of the file, by whose ending it is read
     * @param shape of a bare file; one of NumPy has its own
     * @throws RejectedException {@code model.test.malformed} when the file is not what it should be
     */
    public static Tensor read(String name, byte[] content, List<Long> shape) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> found = name.endsWith(".npy") ? header(bytes, name) : shape;
        int count = bytes.remaining() / Float.BYTES;
        long elements = 1;
        for (long dimension : found) {
            // More than there can be is enough to know, whatever follows.
            elements = dimension > count || elements > count ? Long.MAX_VALUE >> 32 : elements * dimension;
        }
        if (elements != count || bytes.remaining() % Float.BYTES != 0) {
            throw wrong(name, "has " + bytes.remaining() + " bytes of values, which does not fit its shape " + found);
        }
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        return new Tensor(found, values);
    }

    private static List<Long> header(ByteBuffer bytes, String name) {
        if (bytes.remaining() < LONG_HEADER) {
            throw wrong(name, "is cut off");
        }
        byte[] magic = new byte[NUMPY.length];
        bytes.get(magic);
        int major = bytes.get();
        bytes.position(SHORT_HEADER - 2);
        long length = major == 1 ? Short.toUnsignedInt(bytes.getShort()) : Integer.toUnsignedLong(bytes.getInt());
        if (!Arrays.equals(magic, NUMPY) || major < 1 || major > 3) {
            throw wrong(name, "is no NumPy file of version 1 to 3");
        }
        if (length > bytes.remaining()) {
            throw wrong(name, "is cut off");
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        Matcher header = HEADER.matcher(new String(text, StandardCharsets.UTF_8));
        if (!header.matches() || !header.group(1).equals("<f4") || header.group(2).equals("True")) {
            throw wrong(name, "must hold float32 in C order");
        }
        List<Long> shape = new ArrayList<>();
        for (String dimension : header.group(3).split(",")) {
            String digits = dimension.strip();
            if (digits.length() > LONGEST_DIMENSION || digits.contains(" ")) {
                throw wrong(name, "has a malformed shape");
            }
            if (!digits.isEmpty()) {
                shape.add(Long.parseLong(digits));
            }
        }
        return shape;
    }

    private static RejectedException wrong(String name, String what) {
        return new RejectedException("model.test.malformed", "The tensor " + name + " " + what + ".",
                "Write it as float32 in C order, by NumPy's save or bare with its shape.", null);
    }
}
