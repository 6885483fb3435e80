package io.sluice.demo.trainer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The detector's layers: convolutions with 3 x 3 kernels, each but the last followed by a rectifier. One cell of the
 * output stands for {@link #STRIDE} x {@link #STRIDE} pixels of the input and has four numbers for a box and one for
 * each class.
 */
final class Network {

    /** Pixels of the input a cell of the output, each way. */
    static final int STRIDE = 8;

    /** Numbers a cell that tell the box: offset of its centre in cells, logarithm of its size over {@link #UNIT}. */
    static final int BOX = 4;

    /** Pixels of the input: the size of a usual joint. */
    static final double UNIT = 24;

    /** Width of the last layers' kernels is the whole context a decision has: 95 pixels of the input. */
    private static final List<Layer> LAYERS = List.of(
            new Layer(0, 3, 16, 3, 2, 1),
            new Layer(1, 16, 16, 3, 2, 1),
            new Layer(2, 16, 32, 3, 2, 1),
            new Layer(3, 32, 32, 3, 1, 1),
            new Layer(4, 32, 32, 3, 1, 2),
            new Layer(5, 32, 32, 3, 1, 1));

    private final int classes;

    Network(int classes) {
        this.classes = classes;
    }

    /** @param kernel its width and height; odd */
    record Layer(int index, int in, int out, int kernel, int stride, int dilation) {

        int pad() {
            return dilation * (kernel - 1) / 2;
        }

        String weight() {
            return "weight" + index;
        }

        String bias() {
            return "bias" + index;
        }

        String output() {
            return "layer" + index;
        }

        OnnxGraph.Attribute[] attributes() {
            return new OnnxGraph.Attribute[] {
                OnnxGraph.with("kernel_shape", kernel, kernel), OnnxGraph.with("strides", stride, stride),
                OnnxGraph.with("dilations", dilation, dilation), OnnxGraph.with("pads", pad(), pad(), pad(), pad())
            };
        }
    }

    int classes() {
        return classes;
    }

    int outputs() {
        return BOX + classes;
    }

    List<Layer> hidden() {
        return LAYERS;
    }

    Layer head() {
        return new Layer(LAYERS.size(), LAYERS.get(LAYERS.size() - 1).out(), outputs(), 1, 1, 1);
    }

    List<Layer> layers() {
        List<Layer> all = new ArrayList<>(LAYERS);
        all.add(head());
        return all;
    }

    /** Adds the layers to a graph in which weights and biases are known by name. Returns the name of the raw output. */
    String forward(OnnxGraph graph, String input) {
        String current = input;
        for (Layer layer : LAYERS) {
            String sum = graph.node(
                    "Conv", List.of(current, layer.weight(), layer.bias()), layer.output() + ".sum",
                    layer.attributes());
            current = graph.node("Relu", List.of(sum), layer.output());
        }
        Layer head = head();
        return graph.node("Conv", List.of(current, head.weight(), head.bias()), head.output(), head.attributes());
    }

    /** Shapes of weights and biases by name. */
    Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (Layer layer : layers()) {
            shapes.put(layer.weight(), new long[] {layer.out(), layer.in(), layer.kernel(), layer.kernel()});
            shapes.put(layer.bias(), new long[] {layer.out()});
        }
        return shapes;
    }

    /** Beginnings after He; the classes' biases say that most cells hold nothing. */
    Map<String, float[]> start(SplittableRandom random) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Layer layer : layers()) {
            int fan = layer.in() * layer.kernel() * layer.kernel();
            boolean last = layer.index() == LAYERS.size();
            double spread = last ? 0.05 : Math.sqrt(2.0 / fan);
            float[] weight = new float[layer.out() * fan];
            for (int i = 0; i < weight.length; i++) {
                weight[i] = (float) (random.nextGaussian() * spread);
            }
            float[] bias = new float[layer.out()];
            for (int i = BOX; last && i < bias.length; i++) {
                bias[i] = -3;
            }
            values.put(layer.weight(), weight);
            values.put(layer.bias(), bias);
        }
        return values;
    }
}
