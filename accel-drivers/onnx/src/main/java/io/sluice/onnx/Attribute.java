package io.sluice.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A setting of an operator (AttributeProto). */
public record Attribute(ProtoMessage message) {

    private static final int NAME = 1;
    private static final int FLOAT = 2;
    private static final int INT = 3;
    private static final int STRING = 4;
    private static final int TENSOR = 5;
    private static final int GRAPH = 6;
    private static final int INTS = 8;
    private static final int TENSORS = 10;
    private static final int GRAPHS = 11;
    private static final int TYPE = 20;
    private static final int SPARSE_TENSOR = 22;
    private static final int SPARSE_TENSORS = 23;

    public static Attribute of(String name, long value) {
        return new Attribute(new ProtoMessage().add(NAME, name).add(INT, value).add(TYPE, 2));
    }

    public static Attribute of(String name, float value) {
        return new Attribute(new ProtoMessage().add(NAME, name).add(FLOAT, value).add(TYPE, 1));
    }

    public static Attribute of(String name, long... values) {
        ProtoMessage message = new ProtoMessage().add(NAME, name);
        for (long value : values) {
            message.add(INTS, value);
        }
        return new Attribute(message.add(TYPE, 7));
    }

    public static Attribute of(String name, String value) {
        return new Attribute(new ProtoMessage().add(NAME, name).add(STRING, value).add(TYPE, 3));
    }

    public static Attribute of(String name, Graph value) {
        return new Attribute(new ProtoMessage().add(NAME, name).add(GRAPH, value.message()).add(TYPE, 5));
    }

    public String name() {
        return message.text(NAME);
    }

    public Optional<Long> integer() {
        return message.integer(INT);
    }

    public Optional<Float> real() {
        return message.real(FLOAT);
    }

    public long[] integers() {
        return message.integers(INTS);
    }

    public String text() {
        return message.text(STRING);
    }

    /** Graphs within, such as a loop's body. */
    public List<Graph> graphs() {
        List<Graph> graphs = new ArrayList<>();
        message.messages(GRAPH).forEach(graph -> graphs.add(new Graph(graph)));
        message.messages(GRAPHS).forEach(graph -> graphs.add(new Graph(graph)));
        return graphs;
    }

    /** Tensors within, those of sparse ones included. */
    public List<TensorData> tensors() {
        List<TensorData> tensors = new ArrayList<>();
        message.messages(TENSOR).forEach(tensor -> tensors.add(new TensorData(tensor)));
        message.messages(TENSORS).forEach(tensor -> tensors.add(new TensorData(tensor)));
        message.messages(SPARSE_TENSOR).forEach(sparse -> tensors.addAll(Graph.sparseParts(sparse)));
        message.messages(SPARSE_TENSORS).forEach(sparse -> tensors.addAll(Graph.sparseParts(sparse)));
        return tensors;
    }
}
