package io.sluice.onnx;

import static io.sluice.onnx.OnnxException.Reason.EXTERNAL_DATA;
import static io.sluice.onnx.OnnxException.Reason.INCONSISTENT;
import static io.sluice.onnx.OnnxException.Reason.MALFORMED;
import static io.sluice.onnx.OnnxException.Reason.TOO_DEEP;
import static io.sluice.onnx.OnnxException.Reason.TOO_LARGE;
import static io.sluice.onnx.OnnxException.Reason.UNSUPPORTED;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxCheckTest {

    @Test
    void acceptsAModelOfItsOwnMaking() {
        assertDoesNotThrow(() -> OnnxCheck.check(TestModel.reread(TestModel.small())));
    }

    @Test
    void refusesATensorThatDeclaresMoreThanItHas() {
        refused(INCONSISTENT, with(new ProtoMessage().add(1, 4).add(2, 1).add(8, "w").add(9, ByteBuffer.allocate(8))));
        refused(INCONSISTENT, with(new ProtoMessage().add(1, 4).add(2, 7).add(8, "w").add(7, 1).add(7, 2)));
        refused(INCONSISTENT, with(new ProtoMessage().add(1, 4).add(2, 1).add(8, "w")));
    }

    @Test
    void refusesHugeTensors() {
        refused(TOO_LARGE, with(new ProtoMessage().add(1, 1L << 40).add(1, 1L << 40).add(2, 1).add(8, "w")));
        refused(TOO_LARGE, with(new ProtoMessage().add(1, 1L << 33).add(2, 3).add(8, "w")));
        // A zero among the sizes makes it no smaller for a reader that multiplies from the front.
        refused(TOO_LARGE, with(new ProtoMessage().add(1, 1L << 62).add(1, 8).add(1, 0).add(2, 1).add(8, "w")));
        refused(INCONSISTENT, with(new ProtoMessage().add(1, -4).add(2, 1).add(8, "w")));
        OnnxModel input = TestModel.small();
        input.graph().inputs(List.of(ValueInfo.tensor("x", ElementType.FLOAT, Shape.of(1, 1 << 20, 1 << 20))));
        refused(TOO_LARGE, input);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "weights/w.bin", "..", "", "a\\b", "w\n.bin", "*memory*"})
    void refusesWeightsElsewhere(String location) {
        OnnxModel model = with(external(location));
        refused(EXTERNAL_DATA, model);
        OnnxLimits beside = OnnxLimits.DEFAULT.withExternalData(OnnxLimits.ExternalData.BESIDE_THE_MODEL);
        assertEquals(EXTERNAL_DATA, assertThrows(OnnxException.class,
                () -> OnnxCheck.check(TestModel.reread(model), beside)).reason());
    }

    @Test
    void acceptsWeightsBesideTheModelWhereThatIsAllowed() {
        OnnxModel model = with(external("w.bin"));
        refused(EXTERNAL_DATA, model);
        OnnxLimits beside = OnnxLimits.DEFAULT.withExternalData(OnnxLimits.ExternalData.BESIDE_THE_MODEL);
        assertDoesNotThrow(() -> OnnxCheck.check(TestModel.reread(model), beside));
    }

    @Test
    void refusesWeightsInTwoPlacesOfWhichReadersTakeDifferentOnes() {
        refused(MALFORMED, with(external("w.bin").add(13, new ProtoMessage().add(1, "location").add(2, "/etc/passwd"))));
    }

    @Test
    void refusesWeightsElsewhereWithinOperatorsAndSubgraphs() {
        Attribute hidden = new Attribute(new ProtoMessage().add(1, "value").add(5, external("/w")).add(20, 4));
        Node constant = Node.of("Constant", List.of(), List.of("k"), hidden);
        OnnxModel model = TestModel.small();
        model.graph().add(constant);
        refused(EXTERNAL_DATA, model);
        OnnxModel nested = TestModel.small();
        Graph body = Graph.named("b").add(constant).outputs(List.of(ValueInfo.named("k")));
        nested.graph().add(Node.of("If", List.of("c"), List.of("z"),
                Attribute.of("then_branch", body), Attribute.of("else_branch", body)));
        refused(EXTERNAL_DATA, nested);
    }

    @Test
    void boundsTheDepthOfSubgraphs() {
        assertDoesNotThrow(() -> OnnxCheck.check(nested(5)));
        refused(TOO_DEEP, nested(8));
        refused(TOO_DEEP, nested(300));
    }

    @Test
    void boundsTheNumberOfOperators() {
        OnnxLimits few = new OnnxLimits(1 << 20, 1 << 20, 40, 4, 1, 1 << 20, OnnxLimits.ExternalData.REFUSED);
        assertEquals(TOO_LARGE,
                assertThrows(OnnxException.class, () -> OnnxCheck.check(TestModel.small(), few)).reason());
    }

    @Test
    void refusesNamesReadBeforeTheyAreMade() {
        OnnxModel circle = TestModel.small();
        circle.graph().nodes(List.of(
                Node.of("Add", List.of("x", "b"), List.of("a")), Node.of("Relu", List.of("a"), List.of("b")),
                Node.of("Relu", List.of("b"), List.of("y"))));
        refused(INCONSISTENT, circle);
        OnnxModel twice = TestModel.small();
        twice.graph().add(Node.of("Relu", List.of("x"), List.of("y")));
        refused(INCONSISTENT, twice);
        OnnxModel nowhere = TestModel.small();
        nowhere.graph().outputs(List.of(ValueInfo.named("nothing")));
        refused(INCONSISTENT, nowhere);
    }

    @Test
    void refusesUnknownVersionsFunctionsAndTrainingGraphs() {
        OnnxModel noVersion = TestModel.small();
        noVersion.message().remove(8);
        refused(INCONSISTENT, noVersion);
        OnnxModel foreign = TestModel.small();
        foreign.graph().add(Node.of("Mystery", List.of("x"), List.of("z")).domain("com.example"));
        refused(INCONSISTENT, foreign);
        OnnxModel function = TestModel.small();
        function.message().add(25, new ProtoMessage().add(1, "f"));
        refused(UNSUPPORTED, function);
    }

    @Test
    void refusesTwoGraphsOfWhichReadersTakeDifferentOnes() {
        OnnxModel model = TestModel.small();
        byte[] bytes = model.message().add(7, Graph.named("second").message()).toBytes();
        assertEquals(MALFORMED,
                assertThrows(OnnxException.class, () -> OnnxModel.parse(ByteBuffer.wrap(bytes))).reason());
    }

    private static OnnxModel nested(int depth) {
        OnnxModel model = TestModel.small();
        model.graph().add(Node.of("If", List.of("c"), List.of("z"), Attribute.of("then_branch",
                TestModel.nested(depth))));
        return model;
    }

    private static ProtoMessage external(String location) {
        return new ProtoMessage().add(1, 4).add(2, 1).add(8, "w")
                .add(13, new ProtoMessage().add(1, "location").add(2, location)).add(14, 1);
    }

    private static OnnxModel with(ProtoMessage tensor) {
        OnnxModel model = TestModel.small();
        model.graph().add(new TensorData(tensor));
        return model;
    }

    private static void refused(OnnxException.Reason reason, OnnxModel model) {
        byte[] bytes = model.toBytes();
        OnnxException refusal = assertThrows(
                OnnxException.class, () -> OnnxCheck.check(OnnxModel.parse(ByteBuffer.wrap(bytes))));
        assertEquals(reason, refusal.reason(), refusal.getMessage());
    }
}
