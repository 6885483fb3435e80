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

    private static final int MOST_TENSORS = 16;

    private final OnnxModel model;
    private final List<Node> nodes;
    private final Map<String, Node> maker = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();
    private final Set<String> constants;
    private final List<String> outputs;

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
        outputs = graph.outputs().stream().map(ValueInfo::name).toList();
    }

    /** Every tensor at which alone the model can be cut, in the order in which they are made. */
    public List<String> singleCuts() {
        return crossings().stream()
                .filter(crossing -> crossing.size() == 1)
                .flatMap(Set::stream)
                .distinct()
                .filter(name -> maker.containsKey(name) && !outputs.contains(name))
                .toList();
    }

    /**
     * What goes from the first operators to the rest, one operator more each time. Inputs and outputs of the model may be
     * among it, which {@link #isCut} refuses. Sets of more than {@value #MOST_TENSORS} tensors are left out, for nobody
     * would send as many.
     */
    public List<Set<String>> crossings() {
        Set<String> useful = needed(outputs, Set.of());
        Map<String, Integer> lastRead = new HashMap<>();
        for (int index = 0; index < nodes.size(); index++) {
            int reader = index;
            boolean leadsToOutput = nodes.get(index).outputs().stream().anyMatch(useful::contains);
            nodes.get(index).reads().stream().filter(name -> leadsToOutput).forEach(name -> lastRead.put(name, reader));
        }
        outputs.forEach(name -> lastRead.put(name, nodes.size()));
        Set<String> computed = computed();
        Set<String> live = new LinkedHashSet<>(inputs);
        live.retainAll(computed);
        live.retainAll(useful);
        List<Set<String>> crossings = new ArrayList<>();
        for (int index = 0; index < nodes.size() - 1; index++) {
            int done = index;
            nodes.get(index).reads().stream()
                    .filter(name -> lastRead.getOrDefault(name, -1) <= done)
                    .forEach(live::remove);
            nodes.get(index).outputs().stream()
                    .filter(name -> computed.contains(name) && lastRead.getOrDefault(name, -1) > done)
                    .forEach(live::add);
            if (!live.isEmpty() && live.size() <= MOST_TENSORS) {
                crossings.add(new LinkedHashSet<>(live));
            }
        }
        return crossings;
    }

    /** Whether both parts would have work, and the tail would need nothing but these tensors. */
    public boolean isCut(Set<String> tensors) {
        if (tensors.isEmpty() || !maker.keySet().containsAll(tensors)
                || outputs.stream().anyMatch(tensors::contains)) {
            return false;
        }
        Set<String> needed = needed(outputs, tensors);
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
                part(needed(outputs, tensors), tensors, across, model.graph().outputs()));
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
}
