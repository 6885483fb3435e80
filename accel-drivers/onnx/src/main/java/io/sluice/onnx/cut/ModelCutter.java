package io.sluice.onnx.cut;

import io.sluice.onnx.Graph;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxException;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a model at tensors: the head makes them from the model's inputs, the tail makes the model's outputs from them.
 * What is computed from constants alone is in each part that needs it. The model is not changed; normalise it before, for
 * inputs that are constants forbid cuts behind them.
 */
public final class ModelCutter {

    private final OnnxModel model;
    private final List<Node> nodes;
    private final Map<String, Node> maker = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> constants;
    private final List<ValueInfo> outputs;

    /** The two parts of a model. */
    public record Parts(OnnxModel head, OnnxModel tail) {}

    /** @throws OnnxException when the model is inconsistent */
    public ModelCutter(OnnxModel model) {
        this.model = model;
        Graph graph = model.graph();
        nodes = graph.nodes();
        nodes.forEach(node -> node.outputs().forEach(output -> maker.put(output, node)));
        constants = graph.constants();
        graph.inputs().forEach(input -> inputs.add(input.name()));
        outputs = graph.outputs();
    }

    /** Every tensor at which alone the model can be cut, in the order in which they are made. */
    public List<String> singleCuts() {
        List<String> found = new ArrayList<>();
        for (Node node : nodes) {
            node.outputs().stream().filter(name -> !name.isEmpty() && isCut(Set.of(name))).forEach(found::add);
        }
        return found;
    }

    /** Tensors that go from the first operators to the rest: the cut behind them, however many tensors it takes. */
    public Set<String> crossing(int firstOperators) {
        Set<String> made = new HashSet<>();
        nodes.subList(0, firstOperators).forEach(node -> made.addAll(node.outputs()));
        Set<String> crossing = new LinkedHashSet<>();
        Set<String> fromInputs = computed();
        for (Node node : nodes.subList(firstOperators, nodes.size())) {
            node.reads().stream().filter(made::contains).filter(fromInputs::contains).forEach(crossing::add);
        }
        return crossing;
    }

    /** Whether both parts would have work, and the tail would need nothing but these tensors. */
    public boolean isCut(Set<String> tensors) {
        if (tensors.isEmpty() || !maker.keySet().containsAll(tensors)
                || outputs.stream().anyMatch(output -> tensors.contains(output.name()))) {
            return false;
        }
        Set<String> needed = needed(names(outputs), tensors);
        return needed.containsAll(tensors) && needed.stream().noneMatch(inputs::contains)
                && needed(tensors, Set.of()).stream().anyMatch(inputs::contains);
    }

    /**
     * Cuts the model.
     *
     * @param types of the tensors, which the tail's inputs need; by name
     * @throws OnnxException when the model cannot be cut there
     */
    public Parts cut(Set<String> tensors, Map<String, ValueInfo> types) {
        if (!isCut(tensors)) {
            throw new OnnxException(OnnxException.Reason.UNSUPPORTED, "it cannot be cut at " + tensors);
        }
        if (!types.keySet().containsAll(tensors)) {
            throw new IllegalArgumentException("the types of " + tensors + " are not all known");
        }
        List<ValueInfo> across = tensors.stream().map(types::get).toList();
        return new Parts(
                part(needed(tensors, Set.of()), Set.of(), model.graph().inputs(), across),
                part(needed(names(outputs), tensors), tensors, across, outputs));
    }

    private OnnxModel part(Set<String> needed, Set<String> given, List<ValueInfo> from, List<ValueInfo> to) {
        OnnxModel part = model.copy();
        Graph graph = part.graph();
        List<Node> kept = graph.nodes().stream()
                .filter(node -> node.outputs().stream().anyMatch(name -> needed.contains(name) && !given.contains(name)))
                .toList();
        List<TensorData> weights = graph.initializers().stream()
                .filter(tensor -> needed.contains(tensor.name()))
                .toList();
        graph.nodes(kept).initializers(weights).valueInfos(List.of()).inputs(from).outputs(to);
        // Read again, so that the part does not hold the whole model's memory.
        return part.copy();
    }

    /** All tensors that these are made of, themselves included; those at which to stop are not looked behind. */
    private Set<String> needed(Collection<String> wanted, Set<String> stop) {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (needed.add(name) && !stop.contains(name) && maker.containsKey(name)) {
                open.addAll(maker.get(name).reads());
            }
        }
        return needed;
    }

    /** Tensors that depend on the inputs. */
    private Set<String> computed() {
        Set<String> computed = new HashSet<>(inputs);
        computed.removeAll(constants);
        for (Node node : nodes) {
            if (node.reads().stream().anyMatch(computed::contains)) {
                computed.addAll(node.outputs());
            }
        }
        return computed;
    }

    private static List<String> names(List<ValueInfo> values) {
        return values.stream().map(ValueInfo::name).toList();
    }
}
