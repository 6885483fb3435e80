package io.sluice.algorithm.archive;

import java.io.IOException;

/** One tensor of an ONNX model (TensorProto): inside the file, and as large as its shape and type say. */
final class OnnxTensorCheck {

    /** Of one tensor, whether in the file or computed: 4 GiB of float32. */
    static final long MOST_ELEMENTS = 1L << 30;

    private static final int MOST_DIMENSIONS = 32;
    private static final int STRING = 8;
    /** Bits of an element by data type; 0 for texts and unknown types. */
    private static final int[] BITS = {
        0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8, 2, 2
    };

    private final ProtoStream in;
    private final String file;
    private String name = "";
    private long elements = 1;
    private int dimensions;
    private int type;
    private long raw = -1;
    private long typed;
    private boolean anyTyped;

    OnnxTensorCheck(ProtoStream in, String file) {
        this.in = in;
        this.file = file;
    }

    void check(long end) throws IOException {
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            field(field, end);
        }
        boolean known = type > 0 && type < BITS.length && (BITS[type] > 0 || type == STRING);
        if (!known) {
            throw wrong("has an element type that is not known: " + type);
        }
        if (raw >= 0 && anyTyped) {
            throw wrong("has its values twice");
        }
        if (raw >= 0 ? raw != rawBytes() : typed != typedValues()) {
            throw wrong("says " + elements + " elements of type " + type + ", but has "
                    + (raw >= 0 ? raw + " bytes" : typed + " values"));
        }
    }

    private void field(int field, long end) throws IOException {
        switch (field) {
            case 1 -> dimensions(end);
            case 2 -> type = number(end);
            case 4 -> count(end, Integer.BYTES);
            case 10 -> count(end, Long.BYTES);
            case 5, 7, 11 -> count(end, 0);
            case 6 -> {
                in.skipTo(in.end(end));
                typed++;
                anyTyped = true;
            }
            case 8 -> name = in.text(in.end(end));
            case 9 -> {
                long to = in.end(end);
                raw = to - in.position();
                in.skipTo(to);
            }
            case 13 -> throw external();
            case 14 -> {
                if (number(end) != 0) {
                    throw external();
                }
            }
            default -> in.skip(end);
        }
    }

    /** A shape (TensorShapeProto) of an input, output or value; dimensions that are not fixed count as 1. */
    void shape(long end) throws IOException {
        for (int field = in.field(end); field != 0; field = in.field(end)) {
            if (field != 1) {
                in.skip(end);
                continue;
            }
            long to = in.end(end);
            for (int inner = in.field(to); inner != 0; inner = in.field(to)) {
                if (inner == 1 && in.wire() == ProtoStream.VARINT) {
                    long size = in.varint(to);
                    // Some exporters write an unknown dimension as -1 or 0.
                    multiply(Math.max(1, size));
                } else {
                    in.skip(to);
                }
            }
        }
    }

    private void dimensions(long end) throws IOException {
        if (in.wire() == ProtoStream.VARINT) {
            dimension(in.varint(end));
            return;
        }
        for (long to = in.end(end); in.position() < to; ) {
            dimension(in.varint(to));
        }
    }

    private void dimension(long size) {
        if (size < 0) {
            throw wrong("has a negative dimension");
        }
        multiply(size);
    }

    private void multiply(long size) {
        if (++dimensions > MOST_DIMENSIONS) {
            throw wrong("has more than " + MOST_DIMENSIONS + " dimensions");
        }
        if (size > MOST_ELEMENTS || size > 0 && elements > MOST_ELEMENTS / size) {
            throw wrong("has more than " + MOST_ELEMENTS + " elements");
        }
        elements *= size;
    }

    private void count(long end, int bytes) throws IOException {
        anyTyped = true;
        if (in.wire() != ProtoStream.BYTES) {
            in.skip(end);
            typed++;
            return;
        }
        long to = in.end(end);
        if (bytes == 0) {
            typed += in.countVarints(to);
            return;
        }
        if ((to - in.position()) % bytes != 0) {
            throw wrong("has values that are cut off");
        }
        typed += (to - in.position()) / bytes;
        in.skipTo(to);
    }

    private int number(long end) throws IOException {
        if (in.wire() != ProtoStream.VARINT) {
            throw in.malformed("a number is expected");
        }
        long value = in.varint(end);
        return value < 0 || value > Integer.MAX_VALUE ? -1 : (int) value;
    }

    private long rawBytes() {
        return type == STRING ? -2 : (elements * BITS[type] + 7) / 8;
    }

    /** Complex numbers are two values; of elements smaller than a byte several share one. */
    private long typedValues() {
        return switch (type) {
            case 14, 15 -> 2 * elements;
            case 21, 22, 23 -> (elements + 1) / 2;
            case 25, 26 -> (elements + 3) / 4;
            default -> elements;
        };
    }

    private RuntimeException external() {
        return Refusal.entry("package.model.external", file,
                "keeps the tensor '" + Refusal.shown(name) + "' in another file, which is not taken");
    }

    private RuntimeException wrong(String what) {
        return Refusal.entry("package.model.tensor", file, "is damaged: the tensor '" + Refusal.shown(name) + "' " + what);
    }
}
