package io.sluice.onnx.quantise;

import io.sluice.onnx.ElementType;
import io.sluice.onnx.Graph;
import io.sluice.onnx.Node;
import io.sluice.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses the operators that compute in integers: those with weights, and those behind them as long as all they read is
 * in integers already. What makes an output of the model stays in single precision, for its caller reads that.
 */
final class QuantisedNodes {

    /** They pass values on as they are, so that their output has their input's scale. */
    private static final Set<String> PASSING =
            Set.of("MaxPool", "Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze");

    private static final Set<String> FOLLOWING = Set.of("Relu", "Clip", "LeakyRelu", "Sigmoid", "Add", "Mul", "Concat",
            "AveragePool", "GlobalAveragePool");

    /** They cut values off, which the conversion to integers does as well: the runtime merges both with what is before. */
    private static final Set<String> MERGING = Set.of("Relu", "Clip");

    private final Layers layers;
    private final Map<String, Range> ranges;
    private final Settings settings;
    private final Set<String> outputs;
    private final Map<String, List<Node>> readers = new HashMap<>();
    private final Set<String> quantised = new HashSet<>();
    private final Set<String> integers = new HashSet<>();
    private final Set<String> merged = new HashSet<>();

    QuantisedNodes(Graph graph, Layers layers, Map<String, Range> ranges, Settings settings) {
        this.layers = layers;
        this.ranges = ranges;
        this.settings = settings;
        outputs = graph.outputs().stream().map(ValueInfo::name).collect(Collectors.toSet());
        List<Node> nodes = graph.nodes();
        nodes.forEach(node -> node.reads()
                .forEach(name -> readers.computeIfAbsent(name, unread -> new ArrayList<>()).add(node)));
        nodes.forEach(this::consider);
    }

    boolean has(Node node) {
        return quantised.contains(node.outputs().get(0));
    }

    /** Whether an operator's output goes straight into the one it is merged with, unseen by anybody else. */
    boolean isMerged(String output) {
        return merged.contains(output);
    }

    /** Whether an output is turned into integers at once, or by way of the operator that is merged with its maker. */
    boolean entersIntegers(String output) {
        List<Node> after = readers.getOrDefault(output, List.of());
        return integers.contains(output) || after.size() == 1 && MERGING.contains(after.get(0).operator())
                && integers.contains(after.get(0).outputs().get(0));
    }

    boolean isPassing(Node node) {
        return node.domain().isEmpty() && PASSING.contains(node.operator());
    }

    /** Inputs of a quantised operator that are numbers computed at run time, or constants used like them. */
    List<String> activations(Node node) {
        List<String> inputs = node.inputs();
        boolean firstOnly = layers.isWeighted(node) || isPassing(node) || node.is("Clip");
        return (firstOnly ? inputs.subList(0, 1) : inputs).stream().filter(name -> !name.isEmpty()).toList();
    }

    private void consider(Node node) {
        String output = node.outputs().get(0);
        boolean single = node.outputs().stream().filter(name -> !name.isEmpty()).count() == 1;
        if (!single || outputs.contains(output) || !ranges.containsKey(output)
                || settings.keptFloat().contains(output)) {
            return;
        }
        boolean chosen = layers.isWeighted(node)
                ? ranges.containsKey(node.inputs().get(0)) && (settings.depthwise() || !layers.isDepthwise(node))
                : follows(node);
        if (!chosen) {
            return;
        }
        quantised.add(output);
        activations(node).forEach(integers::add);
        integers.add(output);
        List<Node> after = readers.getOrDefault(output, List.of());
        boolean computes = layers.isWeighted(node) || node.is("Add");
        if (computes && after.size() == 1 && MERGING.contains(after.get(0).operator())
                && after.get(0).domain().isEmpty() && !outputs.contains(after.get(0).outputs().get(0))) {
            merged.add(output);
        }
    }

    private boolean follows(Node node) {
        if (!node.domain().isEmpty() || !FOLLOWING.contains(node.operator()) && !PASSING.contains(node.operator())) {
            return false;
        }
        List<String> computed = activations(node).stream().filter(name -> layers.constant(name).isEmpty()).toList();
        return !computed.isEmpty() && integers.containsAll(computed)
                && activations(node).stream().allMatch(this::isNumeric);
    }

    private boolean isNumeric(String name) {
        return ranges.containsKey(name)
                || layers.constant(name).filter(tensor -> tensor.type() == ElementType.FLOAT).isPresent();
    }
}
