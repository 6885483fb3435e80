package io.sluice.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a model before a native runtime sees it: sizes against data, weights outside the file, names made before they
 * are read, versions. What an operator computes is not looked at: that is the runtime's to refuse.
 */
public final class OnnxCheck {

    private final OnnxModel model;
    private final OnnxLimits limits;
    private int nodes;

    private OnnxCheck(OnnxModel model, OnnxLimits limits) {
        this.model = model;
        this.limits = limits;
    }

    /** @throws OnnxException that tells the first thing that is wrong */
    public static void check(OnnxModel model, OnnxLimits limits) {
        new OnnxCheck(model, limits).run();
    }

    /** @throws OnnxException that tells the first thing that is wrong */
    public static void check(OnnxModel model) {
        check(model, OnnxLimits.DEFAULT);
    }

    private void run() {
        if (model.opset("").orElse(0) < 1) {
            throw OnnxException.inconsistent("it does not tell the version of its operators");
        }
        if (model.hasFunctionsOrTraining()) {
            throw new OnnxException(OnnxException.Reason.UNSUPPORTED, "it has functions or training graphs of its own");
        }
        Graph graph = model.graph();
        if (graph.outputs().isEmpty()) {
            throw OnnxException.inconsistent("it has no output");
        }
        graph(graph, Set.of(), 0);
    }

    private void graph(Graph graph, Set<String> around, int depth) {
        if (depth > limits.subgraphs()) {
            throw new OnnxException(OnnxException.Reason.TOO_DEEP,
                    "its graphs are nested deeper than " + limits.subgraphs());
        }
        graph.initializers().forEach(this::tensor);
        graph.sparseInitializers().forEach(this::sparse);
        List.of(graph.inputs(), graph.outputs(), graph.valueInfos()).forEach(values -> values.forEach(this::value));
        Set<String> known = new HashSet<>(around);
        known.addAll(graph.constants());
        graph.inputs().forEach(input -> known.add(input.name()));
        Set<String> made = new HashSet<>();
        for (Node node : graph.nodes()) {
            node(node, known, made, depth);
        }
        for (ValueInfo output : graph.outputs()) {
            if (!known.contains(output.name())) {
                throw OnnxException.inconsistent("nothing makes the output " + output.name());
            }
        }
    }

    private void node(Node node, Set<String> known, Set<String> made, int depth) {
        if (++nodes > limits.nodes()) {
            throw OnnxException.tooLarge("it has more than " + limits.nodes() + " operators");
        }
        if (node.operator().isEmpty() || node.outputs().isEmpty()) {
            throw OnnxException.malformed("an operator has no kind or no output");
        }
        if (!model.domains().contains(node.domain())) {
            throw OnnxException.inconsistent("it does not tell the version of the operators of " + node.domain());
        }
        for (String input : node.inputs()) {
            if (!input.isEmpty() && !known.contains(input)) {
                throw OnnxException.inconsistent(
                        "the operator " + node.name() + " reads " + input + " before anything makes it");
            }
        }
        for (Attribute attribute : node.attributes()) {
            attribute.tensors().forEach(this::tensor);
            attribute.graphs().forEach(graph -> graph(graph, known, depth + 1));
        }
        for (String output : node.outputs()) {
            if (!output.isEmpty() && !made.add(output)) {
                throw OnnxException.inconsistent("two operators make " + output);
            }
            known.add(output);
        }
    }

    private void sparse(List<TensorData> parts) {
        if (parts.size() != 2) {
            throw OnnxException.malformed("a sparse tensor has no values or no indices");
        }
        parts.forEach(this::tensor);
    }

    private void tensor(TensorData tensor) {
        Optional<String> location = tensor.externalLocation();
        location.ifPresent(this::external);
        size(tensor.name(), tensor.type(), tensor.shape());
        tensor.checkData();
    }

    private void value(ValueInfo value) {
        value.shape().ifPresent(shape -> size(value.name(), value.type().orElse(ElementType.FLOAT), shape));
    }

    private void size(String name, ElementType type, Shape shape) {
        long elements = shape.elements().orElse(0);
        if (elements > limits.tensorBytes() || type.bytes(elements) > limits.tensorBytes()) {
            throw OnnxException.tooLarge("the tensor " + name + " of " + shape + " elements is too large");
        }
    }

    private void external(String location) {
        // ONNX Runtime takes names with an asterisk as addresses in memory.
        boolean beside = !location.isEmpty() && !location.equals(".") && !location.equals("..")
                && location.chars().noneMatch(letter -> letter < ' ' || "/\\*".indexOf(letter) >= 0);
        if (limits.externalData() == OnnxLimits.ExternalData.REFUSED || !beside) {
            throw new OnnxException(OnnxException.Reason.EXTERNAL_DATA,
                    "some of its weights are said to lie in the file " + printable(location));
        }
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(100, text.length())).replaceAll("\\p{Cntrl}", "?");
    }
}
