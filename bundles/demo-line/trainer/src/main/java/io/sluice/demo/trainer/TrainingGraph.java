package io.sluice.demo.trainer;

import io.sluice.demo.trainer.Network.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The network's forward and backward pass as one graph. Inputs: images, targets and their importance, all weights.
 * Outputs: the network's own, the gradient of each weight, and how far off the classes were on average.
 *
 * <p>Boxes learn by Huber's loss. Classes learn by a focal loss, given by its gradient: the cross-entropy's, times how
 * wrong the answer was, so that the many easy cells do not outvote the few hard ones.
 */
final class TrainingGraph {

    static final String ERROR = "error";

    private static final String CELLS = "axes.cells";

    private final Network network;
    private final OnnxGraph graph = new OnnxGraph("train");

    private TrainingGraph(Network network) {
        this.network = network;
    }

    static String gradientOf(String weight) {
        return "gradient." + weight;
    }

    /** @param size of the square samples, in pixels */
    static byte[] model(Network network, int batch, int size) {
        TrainingGraph training = new TrainingGraph(network);
        training.build(batch, size);
        return training.graph.model();
    }

    private void build(int batch, int size) {
        int cells = size / Network.STRIDE;
        graph.input("images", batch, 3, size, size);
        graph.input("targets", batch, network.outputs(), cells, cells);
        graph.input("importance", batch, network.outputs(), cells, cells);
        network.shapes().forEach((name, shape) -> {
            graph.input(name, shape);
            graph.output(gradientOf(name), shape);
        });
        graph.constant(CELLS, new long[] {0, 2, 3});
        graph.constant("zero", new float[] {0});
        String raw = network.forward(graph, "images");
        graph.output(raw, batch, network.outputs(), cells, cells);
        String gradient = lossGradient(raw);
        List<Layer> layers = network.layers();
        for (int i = layers.size() - 1; i >= 0; i--) {
            gradient = backward(layers.get(i), i == 0 ? "images" : layers.get(i - 1).output(), gradient);
        }
    }

    private String lossGradient(String raw) {
        List<String> parts = new ArrayList<>();
        graph.constant("lowest", new float[] {-1});
        graph.constant("highest", new float[] {1});
        String box = slice(raw, "box", true);
        String boxOff = graph.node("Sub", List.of(box, slice("targets", "box.target", true)), "box.off");
        parts.add(graph.node("Clip", List.of(boxOff, "lowest", "highest"), "box.gradient"));
        String said = graph.node("Sigmoid", List.of(slice(raw, "class", false)), "class.said");
        String off = graph.node("Sub", List.of(said, slice("targets", "class.target", false)), "class.off");
        String wrong = graph.node("Abs", List.of(off), "class.wrong");
        parts.add(graph.node("Mul", List.of(off, wrong), "class.gradient"));
        graph.node("ReduceMean", List.of(wrong), ERROR, OnnxGraph.with("keepdims", 0L));
        graph.output(ERROR);
        String all = graph.node("Concat", parts, "loss.all", OnnxGraph.with("axis", 1L));
        return graph.node("Mul", List.of(all, "importance"), "loss.gradient");
    }

    private String slice(String from, String name, boolean box) {
        return graph.node("Slice", List.of(
                from,
                graph.constant(name + ".begin", new long[] {box ? 0 : Network.BOX}),
                graph.constant(name + ".end", new long[] {box ? Network.BOX : network.outputs()}),
                graph.constant(name + ".axis", new long[] {1})), name);
    }

    /** Gradients of a layer's weights from that of its sum; returns that of the sum of the layer before. */
    private String backward(Layer layer, String input, String gradient) {
        String name = layer.output();
        graph.node("ReduceSum", List.of(gradient, CELLS), gradientOf(layer.bias()), OnnxGraph.with("keepdims", 0L));
        // A convolution of input and gradient with samples and channels swapped; strides and dilations swap as well.
        long swap = (long) layer.dilation() * (layer.kernel() - 1) + 1 - layer.stride() - layer.pad();
        String turnedInput = transposed(input, name + ".input.turned");
        String turnedGradient = transposed(gradient, name + ".gradient.turned");
        String turned = graph.node(
                "Conv", List.of(turnedInput, turnedGradient), name + ".weight.turned",
                OnnxGraph.with("strides", layer.dilation(), layer.dilation()),
                OnnxGraph.with("dilations", layer.stride(), layer.stride()),
                OnnxGraph.with("pads", layer.pad(), layer.pad(), swap, swap));
        transposed(turned, gradientOf(layer.weight()));
        if (layer.index() == 0) {
            return gradient;
        }
        String back = graph.node(
                "ConvTranspose", List.of(gradient, layer.weight()), name + ".back",
                OnnxGraph.with("strides", layer.stride(), layer.stride()),
                OnnxGraph.with("dilations", layer.dilation(), layer.dilation()),
                OnnxGraph.with("pads", layer.pad(), layer.pad(), layer.pad(), layer.pad()),
                OnnxGraph.with("output_padding", layer.stride() - 1, layer.stride() - 1));
        String active = graph.node("Greater", List.of(input, "zero"), name + ".active");
        String mask = graph.node("Cast", List.of(active), name + ".mask", OnnxGraph.with("to", 1L));
        return graph.node("Mul", List.of(back, mask), name + ".before");
    }

    private String transposed(String from, String name) {
        return graph.node("Transpose", List.of(from), name, OnnxGraph.with("perm", 1, 0, 2, 3));
    }
}
