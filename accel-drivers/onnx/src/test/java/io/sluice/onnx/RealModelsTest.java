package io.sluice.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RealModelsTest {

    static Stream<Path> models() {
        return RealModels.all().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void comesOutByteForByteAfterEveryPartWasLookedInto(Path file) throws IOException {
        OnnxModel model = RealModels.read(file);
        OnnxCheck.check(model);
        assertArrayEquals(Files.readAllBytes(file), model.toBytes());
    }

    @ParameterizedTest
    @MethodSource("models")
    void comesOutByteForByteWhenItsOperatorsAreWrittenAnew(Path file) throws IOException {
        OnnxModel model = RealModels.read(file);
        List<String> operators = operators(model);
        for (Node node : model.graph().nodes()) {
            node.inputs(node.inputs());
        }
        OnnxModel again = OnnxModel.parse(ByteBuffer.wrap(model.toBytes()));
        assertEquals(operators, operators(again));
        assertEquals(Files.size(file), model.encodedSize());
    }

    @ParameterizedTest
    @MethodSource("models")
    void normalisesOnceAndStaysValid(Path file) {
        OnnxModel model = RealModels.read(file);
        int inputs = model.graph().requiredInputs().size();
        OnnxNormaliser.normalise(model);
        assertEquals(inputs, model.graph().inputs().size());
        assertFalse(OnnxNormaliser.normalise(model));
        assertDoesNotThrow(() -> OnnxCheck.check(model.copy()));
        assertTrue(model.graph().inputs().stream().allMatch(input -> input.shape().orElseThrow().size(0) == 1));
    }

    private static List<String> operators(OnnxModel model) {
        return model.graph().nodes().stream()
                .map(node -> node.operator() + node.inputs() + node.outputs() + node.attributes().size())
                .toList();
    }
}
