package io.sluice.algorithm.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protocol buffer messages, and ONNX models of them. */
final class Proto {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Proto bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    Proto text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto value) {
        return bytes(field, value.build());
    }

    byte[] build() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    /** A float tensor of these dimensions with that many bytes. */
    static Proto tensor(int bytes, long... dimensions) {
        Proto tensor = new Proto();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, 1).text(8, "weights").bytes(9, new byte[bytes]);
    }

    /** {@code y = x} over [1, 3, 2, 4], with whatever else. */
    static Proto graph() {
        return new Proto()
                .message(1, new Proto().text(1, "x").text(2, "y").text(4, "Identity"))
                .text(2, "graph")
                .message(11, value("x"))
                .message(12, value("y"));
    }

    static byte[] model(Proto graph) {
        return new Proto().number(1, 8).message(7, graph).message(8, new Proto().text(1, "").number(2, 13)).build();
    }

    private static Proto value(String name) {
        Proto shape = new Proto();
        for (int size : new int[] {1, 3, 2, 4}) {
            shape.message(1, new Proto().number(1, size));
        }
        return new Proto().text(1, name)
                .message(2, new Proto().message(1, new Proto().number(1, 1).message(2, shape)));
    }
}
