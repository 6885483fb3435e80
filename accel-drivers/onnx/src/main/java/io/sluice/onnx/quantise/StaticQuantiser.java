package io.sluice.onnx.quantise;

import io.sluice.onnx.Attribute;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Graph;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.TensorData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Static quantisation: pairs of QuantizeLinear and DequantizeLinear are put around operators, from which runtimes make
 * integer operators. Weights are signed with a scale a channel, activations unsigned with the scale of their calibrated
 * range, biases 32 bits with the product of both.
 *
 * <p>Integer operators exist since opset 10; models of opset 9 are raised to it. Models of opset 13 and later use ONNX's
 * own pairs; older ones cannot have a scale a channel in these and use ONNX Runtime's (domain com.microsoft), which other
 * runtimes do not know.
 */
public final class StaticQuantiser {

    private static final long OPSET_WITH_SCALES_PER_CHANNEL = 13;
    private static final String RUNTIME_DOMAIN = "com.microsoft";

    private final OnnxModel model;
    private final Map<String, Range> ranges;
    private final Settings settings;
    private final Layers layers;
    private final QuantisedNodes chosen;
    private final String domain;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, TensorData> added = new LinkedHashMap<>();
    /** What stands for a tensor once it went through integers. */
    private final Map<String, String> replaced = new HashMap<>();
    /** Whose scale a tensor has. */
    private final Map<String, String> scaleOf = new HashMap<>();

    private StaticQuantiser(OnnxModel model, Map<String, Range> ranges, Settings settings) {
        this.model = OlderOperators.raise(model);
        this.ranges = ranges;
        this.settings = settings;
        layers = new Layers(model.graph());
        chosen = new QuantisedNodes(model.graph(), layers, ranges, settings);
        boolean recent = model.opset("").orElse(0) >= OPSET_WITH_SCALES_PER_CHANNEL;
        domain = recent ? "" : RUNTIME_DOMAIN;
    }

    /**
     * @param folded normalised, constants folded; not changed
     * @param ranges of its tensors, by name; a tensor without one is not quantised
     * @return a new model
     * @throws io.sluice.onnx.OnnxException when the model is inconsistent, or too old
     */
    public static OnnxModel quantise(OnnxModel folded, Map<String, Range> ranges, Settings settings) {
        return new StaticQuantiser(folded.copy(), ranges, settings).run();
    }

    /** First outputs of the operators with weights that would be quantised, in order. */
    public static List<String> layers(OnnxModel folded, Map<String, Range> ranges, Settings settings) {
        StaticQuantiser quantiser = new StaticQuantiser(folded.copy(), ranges, settings);
        return folded.graph().nodes().stream()
                .filter(node -> quantiser.layers.isWeighted(node) && quantiser.chosen.has(node))
                .map(node -> node.outputs().get(0))
                .toList();
    }

    private OnnxModel run() {
        Graph graph = model.graph();
        for (Node node : graph.nodes()) {
            if (chosen.has(node)) {
                quantise(node);
            } else {
                keep(node);
            }
        }
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.reads()));
        graph.outputs().forEach(output -> read.add(output.name()));
        List<TensorData> constants = new ArrayList<>(graph.initializers());
        constants.removeIf(constant -> !read.contains(constant.name()));
        constants.addAll(added.values());
        graph.nodes(nodes).initializers(constants).valueInfos(List.of());
        return domain.isEmpty() ? model : model.use(domain, 1);
    }

    private void quantise(Node node) {
        chosen.activations(node).stream().filter(name -> !replaced.containsKey(name)).forEach(this::activation);
        String output = node.outputs().get(0);
        List<String> inputs = new ArrayList<>(current(node.inputs()));
        if (layers.isWeighted(node)) {
            weights(node, inputs);
        }
        if (chosen.isPassing(node)) {
            String first = node.inputs().get(0);
            scaleOf.put(output, scaleOf.getOrDefault(first, first));
        }
        boolean merged = chosen.isMerged(output);
        nodes.add(node.inputs(inputs));
        if (!merged) {
            pair(output, scaleOf.getOrDefault(output, output));
        }
    }

    private void keep(Node node) {
        String output = node.outputs().get(0);
        boolean shielded = layers.isWeighted(node) && replaced.containsKey(node.inputs().get(0))
                && chosen.entersIntegers(output);
        nodes.add(node.inputs(current(node.inputs())));
        if (shielded) {
            // ONNX Runtime quantises what stands between two pairs by itself, with one scale for all channels. A rectifier
            // that lets everything through keeps it from that, and is merged with the operator at no cost.
            node.outputs(List.of(output + ".kept"));
            nodes.add(Node.of("LeakyRelu", List.of(output + ".kept"), List.of(output), Attribute.of("alpha", 1f)));
        }
    }

    private List<String> current(List<String> names) {
        return names.stream().map(name -> replaced.getOrDefault(name, name)).toList();
    }

    private void activation(String name) {
        if (layers.constant(name).isPresent()) {
            constant(name, layers.constant(name).get());
        } else if (!chosen.isMerged(name)) {
            pair(name, name);
        }
    }

    private void pair(String name, String scaled) {
        Range range = ranges.get(scaled);
        String scale = add(TensorData.of(scaled + ".scale", new float[] {range.scale()}));
        String zero = add(TensorData.of(scaled + ".zero", ElementType.UINT8,
                ByteBuffer.wrap(new byte[] {(byte) range.zeroPoint()})));
        nodes.add(Node.of("QuantizeLinear", List.of(name, scale, zero), List.of(name + ".int8")).domain(domain));
        dequantise(name, name + ".int8", scale, zero);
    }

    private void constant(String name, TensorData tensor) {
        float[] values = tensor.floats();
        float low = 0;
        float high = 0;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        Range range = new Range(low, high);
        byte[] numbers = new byte[values.length];
        for (int index = 0; index < numbers.length; index++) {
            numbers[index] = (byte) range.quantise(values[index]);
        }
        String scale = add(TensorData.of(name + ".scale", new float[] {range.scale()}));
        String zero = add(TensorData.of(name + ".zero", ElementType.UINT8,
                ByteBuffer.wrap(new byte[] {(byte) range.zeroPoint()})));
        dequantise(name, add(TensorData.of(
                name + ".int8", ElementType.UINT8, ByteBuffer.wrap(numbers), tensor.shape().toArray())), scale, zero);
    }

    private void dequantise(String name, String numbers, String scale, String zero) {
        nodes.add(Node.of("DequantizeLinear", List.of(numbers, scale, zero), List.of(name + ".real")).domain(domain));
        replaced.put(name, name + ".real");
    }

    private void weights(Node node, List<String> inputs) {
        TensorData tensor = layers.weight(node);
        int axis = layers.axis(node);
        String input = node.inputs().get(0);
        float inputScale = ranges.get(scaleOf.getOrDefault(input, input)).scale();
        float[] floors = new float[layers.channels(node)];
        float[] bias = layers.bias(node).map(TensorData::floats).orElse(new float[0]);
        for (int channel = 0; channel < bias.length; channel++) {
            // A channel of tiny weights and a large bias: the bias must fit into 32 bits of both scales.
            floors[channel] = Math.abs(bias[channel]) / inputScale / (1 << 30);
        }
        Weights weights = Weights.of(tensor, axis, floors, settings.most());
        String name = node.outputs().get(0) + ".weight";
        inputs.set(1, channels(name, add(TensorData.of(
                name + ".int8", ElementType.INT8, weights.raw(), tensor.shape().toArray())), weights.scales(),
                ElementType.INT8, axis));
        if (bias.length > 0) {
            inputs.set(2, bias(node.outputs().get(0) + ".bias", bias, weights.scales(), inputScale));
        }
    }

    private String bias(String name, float[] bias, float[] weightScales, float inputScale) {
        int[] numbers = new int[bias.length];
        float[] scales = new float[bias.length];
        for (int channel = 0; channel < bias.length; channel++) {
            scales[channel] = weightScales[channel] * inputScale;
            numbers[channel] = Math.round(bias[channel] / scales[channel]);
        }
        String stored = add(TensorData.of(name + ".int32", numbers, numbers.length));
        return channels(name, stored, scales, ElementType.INT32, 0);
    }

    private String channels(String name, String numbers, float[] scales, ElementType type, int axis) {
        String scale = add(TensorData.of(name + ".scale", scales, scales.length));
        byte[] noughts = new byte[(int) type.bytes(scales.length)];
        String zero = add(TensorData.of(name + ".zero", type, ByteBuffer.wrap(noughts), scales.length));
        nodes.add(Node.of("DequantizeLinear", List.of(numbers, scale, zero), List.of(name + ".real"),
                Attribute.of("axis", (long) axis)).domain(domain));
        return name + ".real";
    }

    private String add(TensorData tensor) {
        added.put(tensor.name(), tensor);
        return tensor.name();
    }
}
