package io.sluice.onnx.quantise;

import io.sluice.onnx.Attribute;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Graph;
import io.sluice.onnx.Node;
import io.sluice.onnx.TensorData;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows the operators that have weights, and where their channels lie. */
final class Layers {

    private final Map<String, TensorData> constants;

    Layers(Graph graph) {
        constants = graph.initializersByName();
        // An initialiser that a caller may override is no constant.
        graph.inputs().forEach(input -> constants.remove(input.name()));
    }

    Optional<TensorData> constant(String name) {
        return Optional.ofNullable(constants.get(name));
    }

    /** Whether it multiplies its first input with constant weights in a way that has an integer form. */
    boolean isWeighted(Node node) {
        List<String> inputs = node.inputs();
        if (inputs.size() < 2 || !floats(inputs.get(1)) || constants.containsKey(inputs.get(0))) {
            return false;
        }
        TensorData weight = constants.get(inputs.get(1));
        if (weight.elements() == 0) {
            // A size may be anything where another is 0.
            return false;
        }
        int rank = weight.shape().rank();
        boolean known = node.is("Conv") && rank >= 3 || node.is("MatMul") && rank == 2
                || node.is("Gemm") && rank == 2 && isPlain(node);
        return known && (inputs.size() < 3 || inputs.get(2).isEmpty()
                || floats(inputs.get(2)) && constants.get(inputs.get(2)).elements() == channels(node));
    }

    /** Where the outputs lie in the weights. */
    int axis(Node node) {
        boolean first = node.is("Conv") || node.is("Gemm") && node.integer("transB", 0) != 0;
        return first ? 0 : 1;
    }

    int channels(Node node) {
        return (int) weight(node).shape().size(axis(node));
    }

    TensorData weight(Node node) {
        return constants.get(node.inputs().get(1));
    }

    Optional<TensorData> bias(Node node) {
        List<String> inputs = node.inputs();
        return inputs.size() < 3 || inputs.get(2).isEmpty() ? Optional.empty() : constant(inputs.get(2));
    }

    boolean isDepthwise(Node node) {
        return node.is("Conv") && node.integer("group", 1) > 1 && weight(node).shape().size(1) == 1;
    }

    private boolean floats(String name) {
        return constants.containsKey(name) && constants.get(name).type() == ElementType.FLOAT;
    }

    private static boolean isPlain(Node node) {
        return node.integer("transA", 0) == 0
                && node.attribute("alpha").flatMap(Attribute::real).orElse(1f) == 1f
                && node.attribute("beta").flatMap(Attribute::real).orElse(1f) == 1f;
    }
}
