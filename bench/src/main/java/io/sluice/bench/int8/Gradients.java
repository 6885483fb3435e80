package io.sluice.bench.int8;

import io.sluice.bench.int8.DenseNetwork.Layer;
import io.sluice.onnx.Attribute;
import io.sluice.onnx.Graph;
import io.sluice.onnx.Node;
import io.sluice.onnx.TensorData;
import java.util.List;

/** The backward pass of the dense network as operators of ONNX, for the cross entropy of its scores. */
final class Gradients {

    private final Graph graph;

    private Gradients(Graph graph) {
        this.graph = graph;
    }

    static void add(Graph graph, String features, int batch) {
        new Gradients(graph).build(features, batch);
    }

    private void build(String features, int batch) {
        int last = DenseNetwork.LAYERS.size() - 1;
        int cells = JointPictures.SIZE / 8 * (JointPictures.SIZE / 8);
        graph.add(TensorData.of("share", new float[] {1f / batch}));
        graph.add(TensorData.of("cell.share", new float[] {1f / cells}));
        graph.add(TensorData.of("zero", new float[] {0}));
        graph.add(TensorData.of("first.axis", new long[] {0}, 1));
        graph.add(TensorData.of("channel.axes", new long[] {0, 2, 3}, 3));
        graph.add(TensorData.of("as.map", new long[] {batch, DenseNetwork.FEATURES, 1, 1}, 4));
        node("Softmax", List.of(DenseNetwork.LOGITS), "said", Attribute.of("axis", 1L));
        node("Sub", List.of("said", "wanted"), "off");
        node("Mul", List.of("off", "share"), "logits.gradient");
        node("ReduceSum", List.of("logits.gradient", "first.axis"), "gradient.head.bias", Attribute.of("keepdims", 0L));
        node("Gemm", List.of(features, "logits.gradient"), "gradient.head.weight", Attribute.of("transA", 1L));
        node("Gemm", List.of("logits.gradient", "head.weight"), "features.gradient", Attribute.of("transB", 1L));
        node("Reshape", List.of("features.gradient", "as.map"), "map.gradient");
        node("Mul", List.of("map.gradient", "cell.share"), "cell.gradient");
        String gradient = node("Mul", List.of("cell.gradient", mask(DenseNetwork.LAYERS.get(last))), "last.gradient");
        for (int index = last; index >= 0; index--) {
            gradient = backward(DenseNetwork.LAYERS.get(index), gradient);
        }
    }

    /** Gradients of a layer's weights from that of its sum; returns that of the sum of the layer before. */
    private String backward(Layer layer, String gradient) {
        boolean first = layer.index() == 0;
        Layer before = first ? layer : DenseNetwork.LAYERS.get(layer.index() - 1);
        String name = layer.output();
        node("ReduceSum", List.of(gradient, "channel.axes"), "gradient." + layer.bias(), Attribute.of("keepdims", 0L));
        // A convolution of input and gradient with samples and channels swapped; the stride becomes a dilation.
        long end = 2L - layer.stride();
        String input = turned(first ? DenseNetwork.INPUT : before.output(), name + ".input");
        String turned = node("Conv", List.of(input, turned(gradient, name + ".gradient")), name + ".turned",
                Attribute.of("dilations", layer.stride(), layer.stride()), Attribute.of("pads", 1, 1, end, end));
        node("Transpose", List.of(turned), "gradient." + layer.weight(), Attribute.of("perm", 1, 0, 2, 3));
        if (first) {
            return gradient;
        }
        long rest = layer.stride() - 1L;
        String back = node("ConvTranspose", List.of(gradient, layer.weight()), name + ".back",
                Attribute.of("strides", layer.stride(), layer.stride()), Attribute.of("pads", 1, 1, 1, 1),
                Attribute.of("output_padding", rest, rest));
        return node("Mul", List.of(back, mask(before)), name + ".before");
    }

    /** 1 where a rectifier let its input through. */
    private String mask(Layer layer) {
        node("Greater", List.of(layer.output(), "zero"), layer.output() + ".active");
        return node("Cast", List.of(layer.output() + ".active"), layer.output() + ".mask", Attribute.of("to", 1L));
    }

    private String turned(String from, String name) {
        return node("Transpose", List.of(from), name + ".transposed", Attribute.of("perm", 1, 0, 2, 3));
    }

    private String node(String operator, List<String> inputs, String output, Attribute... attributes) {
        graph.add(Node.of(operator, inputs, List.of(output), attributes));
        return output;
    }
}
