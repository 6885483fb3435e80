package io.sluice.accel.onnxsession.testing;

import io.sluice.onnx.ProtoMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small ONNX models for tests, field by field as onnx.proto numbers them. */
public final class OnnxModelWriter {

    public static final int FLOAT = 1;
    public static final int INT64 = 7;
    public static final int BOOL = 9;

    private static final int ATTRIBUTE_INTEGER = 2;
    private static final int ATTRIBUTE_GRAPH = 5;

    private final ProtoMessage graph = new ProtoMessage().add(2, "test");
    private final long irVersion;

    public OnnxModelWriter() {
        this(8);
    }

    /** @param irVersion of the file format */
    public OnnxModelWriter(long irVersion) {
        this.irVersion = irVersion;
    }

    /** @param shape a Long is a size, a String a named open size */
    public OnnxModelWriter input(String name, Object... shape) {
        return inputOf(FLOAT, name, shape);
    }

    /** @param type of the elements, as onnx.proto numbers them */
    public OnnxModelWriter inputOf(int type, String name, Object... shape) {
        graph.add(11, value(type, name, shape));
        return this;
    }

    public OnnxModelWriter output(String name, Object... shape) {
        return outputOf(FLOAT, name, shape);
    }

    /** As {@link #inputOf}. */
    public OnnxModelWriter outputOf(int type, String name, Object... shape) {
        graph.add(12, value(type, name, shape));
        return this;
    }

    public OnnxModelWriter constant(String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        ProtoMessage tensor = new ProtoMessage();
        for (long size : shape) {
            tensor.add(1, size);
        }
        graph.add(5, tensor.add(2, FLOAT).add(8, name).add(9, raw));
        return this;
    }

    /** Weights that are said to lie in another file. */
    public OnnxModelWriter external(String name, String location, long size) {
        graph.add(5, externalTensor(name, location, size));
        return this;
    }

    public static ProtoMessage externalTensor(String name, String location, long size) {
        return new ProtoMessage().add(1, size).add(2, FLOAT).add(8, name)
                .add(13, new ProtoMessage().add(1, "location").add(2, location)).add(14, 1);
    }

    public OnnxModelWriter node(String operator, List<String> inputs, String output, ProtoMessage... attributes) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.add(1, input));
        node.add(2, output).add(3, operator + "_" + output).add(4, operator);
        for (ProtoMessage attribute : attributes) {
            node.add(5, attribute);
        }
        graph.add(1, node);
        return this;
    }

    public static ProtoMessage attribute(String name, long value) {
        return new ProtoMessage().add(1, name).add(3, value).add(20, ATTRIBUTE_INTEGER);
    }

    /** @param body whose graph is the attribute's value */
    public static ProtoMessage attribute(String name, OnnxModelWriter body) {
        return new ProtoMessage().add(1, name).add(6, body.graph).add(20, ATTRIBUTE_GRAPH);
    }

    /** A model that adds 1 to {@code x} as many times as {@code x} says: for a huge x, one that hangs. */
    public static OnnxModelWriter counting() {
        OnnxModelWriter body = new OnnxModelWriter()
                .inputOf(INT64, "iteration")
                .inputOf(BOOL, "go")
                .input("before", 1L)
                .node("Identity", List.of("go"), "go_on")
                .node("Add", List.of("before", "one"), "after")
                .outputOf(BOOL, "go_on")
                .output("after", 1L);
        return new OnnxModelWriter()
                .input("x", 1L)
                .constant("one", new float[] {1}, 1)
                .node("Cast", List.of("x"), "times", attribute("to", INT64))
                .node("Loop", List.of("times", "", "x"), "y", attribute("body", body))
                .output("y", 1L);
    }

    /** A model that sums as many noughts as {@code x} says: for a huge x, more than any memory. */
    public static OnnxModelWriter hungry() {
        return new OnnxModelWriter()
                .input("x", 1L)
                .node("Cast", List.of("x"), "size", attribute("to", INT64))
                .node("ConstantOfShape", List.of("size"), "noughts")
                .node("ReduceSum", List.of("noughts"), "y")
                .output("y", 1L);
    }

    /**
     * A model that ignores its picture: output {@code index} holds {@code outputs[index]}. The picture goes in by a sum
     * multiplied by nought, so that it stays an input.
     */
    public static OnnxModelWriter constantOutputs(long[] input, List<long[]> shapes, List<float[]> values) {
        OnnxModelWriter model = new OnnxModelWriter()
                .input("picture", boxed(input))
                .constant("zero", new float[] {0}, 1)
                .node("ReduceSum", List.of("picture"), "sum")
                .node("Mul", List.of("sum", "zero"), "nought")
                .node("Reshape", List.of("nought", "one"), "scalar");
        model.shapeConstant("one", 1);
        for (int index = 0; index < shapes.size(); index++) {
            model.constant("values" + index, values.get(index), shapes.get(index))
                    .node("Add", List.of("values" + index, "scalar"), "out" + index)
                    .output("out" + index, boxed(shapes.get(index)));
        }
        return model;
    }

    public byte[] bytes() {
        ProtoMessage operators = new ProtoMessage().add(1, "").add(2, 13);
        return new ProtoMessage().add(1, irVersion).add(7, graph).add(8, operators).toBytes();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    public OnnxModelWriter shapeConstant(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        graph.add(5, new ProtoMessage().add(1, values.length).add(2, 7).add(8, name).add(9, raw));
        return this;
    }

    private static Object[] boxed(long[] shape) {
        Object[] sizes = new Object[shape.length];
        for (int index = 0; index < shape.length; index++) {
            sizes[index] = shape[index];
        }
        return sizes;
    }

    private static ProtoMessage value(int type, String name, Object... shape) {
        ProtoMessage dimensions = new ProtoMessage();
        for (Object size : shape) {
            ProtoMessage dimension = new ProtoMessage();
            dimensions.add(1, size instanceof String open ? dimension.add(2, open) : dimension.add(1, (Long) size));
        }
        ProtoMessage tensor = new ProtoMessage().add(1, type).add(2, dimensions);
        return new ProtoMessage().add(1, name).add(2, new ProtoMessage().add(1, tensor));
    }
}
