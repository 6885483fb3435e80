package io.sluice.cli;

import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of a test vector's file.
 *
 * @param shape outermost first
 * @param values in the order of the shape
 */
record Tensor(List<Long> shape, float[] values) {

    private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\), *\\}\\s*");
    private static final int SHORT_HEADER = 10;
    private static final int LONGEST_DIMENSION = 10;

    /**
     * @param shape of a raw file; a NumPy file has its own
     * @throws RejectedException {@code vector.tensor} when the file is not what it should be
     */
    static Tensor read(Path file, List<Long> shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> found = file.toString().endsWith(".npy") ? header(bytes, file) : shape;
        int count = bytes.remaining() / Float.BYTES;
        long elements = 1;
        for (long dimension : found) {
            // More than there can be is enough to know, whatever follows.
            elements = dimension > count || elements > count ? Long.MAX_VALUE >> 32 : elements * dimension;
        }
        if (elements != count || bytes.remaining() % Float.BYTES != 0) {
            throw wrong(file, "has " + bytes.remaining() + " bytes of values, which does not fit its shape " + found);
        }
        float[] values = new float[count];
        bytes.asFloatBuffer().get(values);
        return new Tensor(found, values);
    }

    /** NumPy's format, version 1.0. */
    private static List<Long> header(ByteBuffer bytes, Path file) {
        byte[] magic = new byte[NUMPY.length];
        if (bytes.remaining() < SHORT_HEADER) {
            throw wrong(file, "is no NumPy file");
        }
        bytes.get(magic);
        int version = bytes.getShort();
        int length = bytes.getShort() & 0xffff;
        if (!Arrays.equals(magic, NUMPY) || version != 1 || length > bytes.remaining()) {
            throw wrong(file, "is no NumPy file of version 1.0");
        }
        byte[] text = new byte[length];
        bytes.get(text);
        Matcher header = HEADER.matcher(new String(text, StandardCharsets.US_ASCII));
        if (!header.matches() || !header.group(1).equals("<f4") || header.group(2).equals("True")) {
            throw wrong(file, "must hold float32 in C order");
        }
        List<Long> shape = new ArrayList<>();
        for (String dimension : header.group(3).split(",")) {
            String digits = dimension.strip();
            if (digits.length() > LONGEST_DIMENSION || digits.contains(" ")) {
                throw wrong(file, "has a malformed shape");
            }
            if (!digits.isEmpty()) {
                shape.add(Long.parseLong(digits));
            }
        }
        return shape;
    }

    private static RejectedException wrong(Path file, String what) {
        return new RejectedException("vector.tensor", "The tensor " + file.getFileName() + " " + what + ".",
                "Write it as float32, by NumPy's save or raw with its shape.", null);
    }
}
