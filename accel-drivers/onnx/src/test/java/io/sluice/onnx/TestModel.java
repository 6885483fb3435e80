package io.sluice.onnx;

import java.nio.ByteBuffer;
import java.util.List;

/** Small models for tests. */
final class TestModel {

    private TestModel() {}

    /** Sum of the input and a constant, by way of a rectifier. */
    static OnnxModel small() {
        OnnxModel model = OnnxModel.create(13, "small");
        model.graph()
                .inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 3))))
                .outputs(List.of(ValueInfo.tensor("y", ElementType.FLOAT, Shape.of(1, 3))))
                .add(TensorData.of("c", new float[] {1, 2, 3}, 3))
                .add(Node.of("Relu", List.of("x"), List.of("r")))
                .add(Node.of("Add", List.of("r", "c"), List.of("y")));
        return model;
    }

    /** The model as a reader gets it. */
    static OnnxModel reread(OnnxModel model) {
        return OnnxModel.parse(ByteBuffer.wrap(model.toBytes()));
    }

    /** A choice within a choice, this deep. */
    static Graph nested(int depth) {
        Graph body = Graph.named("body" + depth).outputs(List.of(ValueInfo.named("out" + depth)));
        return depth == 0
                ? body.add(Node.of("Identity", List.of("c"), List.of("out0")))
                : body.add(Node.of("If", List.of("c"), List.of("out" + depth),
                        Attribute.of("then_branch", nested(depth - 1)),
                        Attribute.of("else_branch", Graph.named("e").outputs(List.of(ValueInfo.named("e" + depth)))
                                .add(Node.of("Identity", List.of("c"), List.of("e" + depth))))));
    }
}
