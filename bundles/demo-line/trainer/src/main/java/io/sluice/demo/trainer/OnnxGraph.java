package io.sluice.demo.trainer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes an ONNX model, node by node. Field numbers are those of onnx.proto; the file is protobuf, written directly,
 * for no more of it is needed than tags, numbers and bytes.
 */
final class OnnxGraph {

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final Message graph = new Message();

    OnnxGraph(String name) {
        graph.text(2, name);
    }

    /** A protobuf message being written. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }


        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }

    /** An attribute of a node. */
    record Attribute(String name, Object value) {}

    static Attribute with(String name, long value) {
        return new Attribute(name, value);
    }

    static Attribute with(String name, long... values) {
        return new Attribute(name, values);
    }

    void input(String name, long... shape) {
        graph.message(11, value(name, shape));
    }

    void output(String name, long... shape) {
        graph.message(12, value(name, shape));
    }

    /** @return the output's name, for use as an input */
    String node(String operator, List<String> inputs, String output, Attribute... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, encode(attribute));
        }
        graph.message(1, node);
        return output;
    }

    String constant(String name, float[] values, long... shape) {
        ByteBuffer raw = little(4 * values.length);
        raw.asFloatBuffer().put(values);
        return tensor(name, FLOAT, raw.array(), shape);
    }

    String constant(String name, long[] values) {
        ByteBuffer raw = little(8 * values.length);
        raw.asLongBuffer().put(values);
        return tensor(name, INT64, raw.array(), values.length);
    }

    byte[] model() {
        return new Message()
                .number(1, IR_VERSION)
                .text(2, "sluice")
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET))
                .toBytes();
    }

    private String tensor(String name, int type, byte[] raw, long... shape) {
        Message tensor = new Message();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return name;
    }

    private static Message value(String name, long... shape) {
        Message dimensions = new Message();
        for (long size : shape) {
            dimensions.message(1, new Message().number(1, size));
        }
        Message type = new Message().number(1, FLOAT).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, type));
    }

    private static Message encode(Attribute attribute) {
        Message message = new Message().text(1, attribute.name());
        if (attribute.value() instanceof long[] values) {
            for (long value : values) {
                message.number(8, value);
            }
            return message.number(20, 7);
        }
        return message.number(3, (Long) attribute.value()).number(20, 2);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
