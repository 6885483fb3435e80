package io.sluice.accel.onnxcpu.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts a model into the form that runs fastest. Initialisers listed among the graph's inputs are dropped from there: as
 * inputs a caller could override them, which forbids ONNX Runtime to fold them (3.65 against 1.17 ms on one face
 * detector). A batch that is not fixed becomes 1, so that the outputs have fixed shapes and can be pinned.
 *
 * <p>Field numbers are those of onnx.proto, package onnx.
 */
final class OnnxImport {

    private static final int MODEL_IR_VERSION = 1;
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int GRAPH_INPUT = 11;
    private static final int TENSOR_NAME = 8;
    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int TYPE_TENSOR = 1;
    private static final int TENSOR_SHAPE = 2;
    private static final int SHAPE_DIMENSION = 1;
    private static final int DIMENSION_VALUE = 1;
    /** Before this version of the format every initialiser had to be an input as well. */
    private static final long IR_WITHOUT_INITIALIZER_INPUTS = 4;

    private OnnxImport() {}

    /**
     * @param file the model as it is; its memory must outlive the answer
     * @return the changed model, or empty when nothing is to be changed
     * @throws IllegalArgumentException when it is no ONNX model
     */
    static Optional<ProtoMessage> normalise(ByteBuffer file) {
        ProtoMessage model = ProtoMessage.parse(file);
        ProtoMessage graph = model.message(MODEL_GRAPH)
                .orElseThrow(() -> new IllegalArgumentException("it has no graph"));
        if (model.integer(MODEL_IR_VERSION).isEmpty() || graph.all(GRAPH_NODE).isEmpty()) {
            throw new IllegalArgumentException("it has no format version or no operators");
        }
        Set<String> initializers = graph.all(GRAPH_INITIALIZER).stream()
                .map(tensor -> ProtoMessage.text(tensor, TENSOR_NAME))
                .collect(Collectors.toSet());
        List<ByteBuffer> before = graph.all(GRAPH_INPUT);
        List<ByteBuffer> after = before.stream()
                .filter(input -> !initializers.contains(ProtoMessage.parse(input).text(VALUE_NAME)))
                .map(OnnxImport::withBatchOfOne)
                .toList();
        if (after.equals(before)) {
            return Optional.empty();
        }
        graph.remove(GRAPH_INPUT);
        after.forEach(input -> graph.add(GRAPH_INPUT, input));
        long version = Math.max(model.integer(MODEL_IR_VERSION).get(), IR_WITHOUT_INITIALIZER_INPUTS);
        return Optional.of(model.remove(MODEL_IR_VERSION)
                .add(MODEL_IR_VERSION, version)
                .remove(MODEL_GRAPH)
                .add(MODEL_GRAPH, graph));
    }

    private static ByteBuffer withBatchOfOne(ByteBuffer input) {
        ProtoMessage value = ProtoMessage.parse(input);
        ProtoMessage type = value.message(VALUE_TYPE).orElseGet(ProtoMessage::new);
        ProtoMessage tensor = type.message(TYPE_TENSOR).orElseGet(ProtoMessage::new);
        ProtoMessage shape = tensor.message(TENSOR_SHAPE).orElseGet(ProtoMessage::new);
        List<ByteBuffer> dimensions = shape.all(SHAPE_DIMENSION);
        // A vector's only dimension is its length, not a batch.
        if (dimensions.size() < 2 || ProtoMessage.parse(dimensions.get(0)).integer(DIMENSION_VALUE).isPresent()) {
            return input;
        }
        shape.remove(SHAPE_DIMENSION).add(SHAPE_DIMENSION, new ProtoMessage().add(DIMENSION_VALUE, 1));
        dimensions.stream().skip(1).forEach(dimension -> shape.add(SHAPE_DIMENSION, dimension));
        tensor.remove(TENSOR_SHAPE).add(TENSOR_SHAPE, shape);
        type.remove(TYPE_TENSOR).add(TYPE_TENSOR, tensor);
        value.remove(VALUE_TYPE).add(VALUE_TYPE, type);
        return ByteBuffer.wrap(value.toBytes());
    }
}
