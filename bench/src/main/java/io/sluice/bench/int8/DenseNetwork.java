package io.sluice.bench.int8;

import io.sluice.onnx.Attribute;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Graph;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A dense classifier in the manner of VGG: convolutions of all channels with 3 x 3 kernels and rectifiers, a mean over
 * the picture, one product.
 */
final class DenseNetwork {

    static final String INPUT = "picture";
    static final String LOGITS = "logits";
    static final int CLASSES = 5;

    private static final int OPSET = 13;

    static final List<Layer> LAYERS = List.of(
            new Layer(0, 3, 32, 2), new Layer(1, 32, 64, 2), new Layer(2, 64, 128, 1), new Layer(3, 128, 256, 2),
            new Layer(4, 256, 256, 1), new Layer(5, 256, 512, 1));
    static final int FEATURES = LAYERS.get(LAYERS.size() - 1).out();

    private DenseNetwork() {}

    record Layer(int index, int in, int out, int stride) {

        String weight() {
            return "weight" + index;
        }

        String bias() {
            return "bias" + index;
        }

        String output() {
            return "layer" + index;
        }

        Attribute[] attributes() {
            return new Attribute[] {
                Attribute.of("kernel_shape", 3, 3), Attribute.of("strides", stride, stride),
                Attribute.of("pads", 1, 1, 1, 1)
            };
        }
    }

    /** Shapes of weights and biases by name. */
    static Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (Layer layer : LAYERS) {
            shapes.put(layer.weight(), new long[] {layer.out(), layer.in(), 3, 3});
            shapes.put(layer.bias(), new long[] {layer.out()});
        }
        shapes.put("head.weight", new long[] {FEATURES, CLASSES});
        shapes.put("head.bias", new long[] {CLASSES});
        return shapes;
    }

    /** Beginnings after He. */
    static Map<String, float[]> start(SplittableRandom random) {
        Map<String, float[]> values = new LinkedHashMap<>();
        shapes().forEach((name, shape) -> {
            int count = 1;
            for (long size : shape) {
                count *= (int) size;
            }
            float[] weights = new float[count];
            double spread = shape.length == 4 ? Math.sqrt(2.0 / (9 * shape[1])) : Math.sqrt(1.0 / FEATURES);
            for (int index = 0; index < count && shape.length > 1; index++) {
                weights[index] = (float) (random.nextGaussian() * spread);
            }
            values.put(name, weights);
        });
        return values;
    }

    /** The network as it is used: one picture in, one score a class out. */
    static OnnxModel model(Map<String, float[]> weights) {
        OnnxModel model = OnnxModel.create(OPSET, "dense");
        Graph graph = model.graph();
        shapes().forEach((name, shape) -> graph.add(TensorData.of(name, weights.get(name), shape)));
        String features = forward(graph);
        graph.add(Node.of("Gemm", List.of(features, "head.weight", "head.bias"), List.of(LOGITS)));
        graph.add(Node.of("Softmax", List.of(LOGITS), List.of("scores"), Attribute.of("axis", 1L)));
        graph.inputs(List.of(value(INPUT, 1, 3, JointPictures.SIZE, JointPictures.SIZE)));
        graph.outputs(List.of(value("scores", 1, CLASSES)));
        return model;
    }

    /** The network and its gradients: pictures, wanted scores and all weights in, a gradient for each weight out. */
    static OnnxModel training(int batch) {
        OnnxModel model = OnnxModel.create(OPSET, "training");
        Graph graph = model.graph();
        List<ValueInfo> inputs = new ArrayList<>(List.of(
                value(INPUT, batch, 3, JointPictures.SIZE, JointPictures.SIZE), value("wanted", batch, CLASSES)));
        List<ValueInfo> outputs = new ArrayList<>();
        shapes().forEach((name, shape) -> {
            inputs.add(value(name, shape));
            outputs.add(value("gradient." + name, shape));
        });
        String features = forward(graph);
        graph.add(Node.of("Gemm", List.of(features, "head.weight", "head.bias"), List.of(LOGITS)));
        Gradients.add(graph, features, batch);
        graph.inputs(inputs).outputs(outputs);
        return model;
    }

    static ValueInfo value(String name, long... shape) {
        return ValueInfo.tensor(name, ElementType.FLOAT, Shape.of(shape));
    }

    private static String forward(Graph graph) {
        String current = INPUT;
        for (Layer layer : LAYERS) {
            String sum = layer.output() + ".sum";
            graph.add(Node.of("Conv", List.of(current, layer.weight(), layer.bias()), List.of(sum), layer.attributes()));
            graph.add(Node.of("Relu", List.of(sum), List.of(layer.output())));
            current = layer.output();
        }
        graph.add(Node.of("GlobalAveragePool", List.of(current), List.of("mean")));
        graph.add(Node.of("Flatten", List.of("mean"), List.of("features")));
        return "features";
    }
}
