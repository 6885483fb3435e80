package io.sluice.onnx.run;

import io.sluice.onnx.Attribute;
import io.sluice.onnx.ElementType;
import io.sluice.onnx.Graph;
import io.sluice.onnx.Node;
import io.sluice.onnx.OnnxModel;
import io.sluice.onnx.Shape;
import io.sluice.onnx.TensorData;
import io.sluice.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A small network of each kind of operator that quantisation treats by itself, with random weights. */
public final class DenseModel {

    private static final int SIZE = 24;
    private static final int CLASSES = 10;

    private final SplittableRandom random = new SplittableRandom(5);
    private final Graph graph;
    private final OnnxModel model;

    private DenseModel(long opset) {
        model = OnnxModel.create(opset, "dense");
        graph = model.graph();
    }

    public static OnnxModel of(long opset) {
        DenseModel made = new DenseModel(opset);
        made.build();
        return made.model;
    }

    /** @param count frames of noise with a little structure, from a seed */
    public static List<Map<String, Tensor>> frames(int seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Map<String, Tensor>> frames = new ArrayList<>();
        for (int frame = 0; frame < count; frame++) {
            double slope = random.nextDouble(-2, 2);
            float[] values = new float[3 * SIZE * SIZE];
            for (int index = 0; index < values.length; index++) {
                values[index] = (float) (random.nextDouble(-1, 1) + slope * (index % SIZE) / SIZE);
            }
            frames.add(Map.of("picture", new Tensor(new long[] {1, 3, SIZE, SIZE}, values)));
        }
        return frames;
    }

    private void build() {
        graph.inputs(List.of(ValueInfo.tensor("picture", ElementType.FLOAT, Shape.of(1, 3, SIZE, SIZE))));
        convolution("picture", "first", 3, 16, 1, 1);
        relu("first", "a");
        graph.add(Node.of("MaxPool", List.of("a"), List.of("pooled"),
                Attribute.of("kernel_shape", 2, 2), Attribute.of("strides", 2, 2)));
        convolution("pooled", "second", 16, 16, 1, 1);
        graph.add(Node.of("Add", List.of("second", "pooled"), List.of("sum")));
        relu("sum", "b");
        convolution("b", "thin", 16, 16, 16, 1);
        graph.add(Node.of("Sigmoid", List.of("thin"), List.of("gate")));
        graph.add(Node.of("Mul", List.of("b", "gate"), List.of("gated")));
        convolution("gated", "third", 16, 32, 1, 2);
        relu("third", "c");
        graph.add(Node.of("GlobalAveragePool", List.of("c"), List.of("mean")));
        graph.add(Node.of("Flatten", List.of("mean"), List.of("flat")));
        product("flat", "hidden", 32, 32);
        relu("hidden", "d");
        product("d", "logits", 32, CLASSES);
        graph.add(Node.of("Softmax", List.of("logits"), List.of("scores")));
        graph.outputs(List.of(ValueInfo.tensor("scores", ElementType.FLOAT, Shape.of(1, CLASSES))));
    }

    private void relu(String from, String to) {
        graph.add(Node.of("Relu", List.of(from), List.of(to)));
    }

    private void convolution(String from, String to, int in, int out, int groups, int stride) {
        int fan = in / groups * 9;
        graph.add(TensorData.of(to + ".w", random(out * fan, 1.6 / Math.sqrt(fan)), out, in / groups, 3, 3));
        graph.add(TensorData.of(to + ".b", random(out, 0.1), out));
        graph.add(Node.of("Conv", List.of(from, to + ".w", to + ".b"), List.of(to),
                Attribute.of("kernel_shape", 3, 3), Attribute.of("pads", 1, 1, 1, 1),
                Attribute.of("strides", stride, stride), Attribute.of("group", (long) groups)));
    }

    private void product(String from, String to, int in, int out) {
        graph.add(TensorData.of(to + ".w", random(in * out, 2 / Math.sqrt(in)), out, in));
        graph.add(TensorData.of(to + ".b", random(out, 0.1), out));
        graph.add(Node.of("Gemm", List.of(from, to + ".w", to + ".b"), List.of(to), Attribute.of("transB", 1L)));
    }

    private float[] random(int count, double spread) {
        float[] values = new float[count];
        for (int index = 0; index < count; index++) {
            values[index] = (float) (random.nextDouble(-1.7, 1.7) * spread);
        }
        return values;
    }
}
