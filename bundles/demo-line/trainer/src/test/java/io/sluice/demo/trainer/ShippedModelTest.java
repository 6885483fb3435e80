package io.sluice.demo.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sluice.demo.scene.JointKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The model as it lies in the repository. */
class ShippedModelTest {

    private static final Path FOLDER = Path.of("../model/solder-joints");
    private static final int MOST_BYTES = 400_000;

    @Test
    void findsTheJointsOfLinesThatItNeverSaw() throws Exception {
        Evaluation evaluation = Evaluation.heldOut(Files.readAllBytes(FOLDER.resolve("model.onnx")), 5_000, 12);
        assertTrue(evaluation.precision() >= 0.97, evaluation::table);
        assertTrue(evaluation.recall() >= 0.97, evaluation::table);
        for (JointKind kind : JointKind.values()) {
            assertTrue(evaluation.of(kind).joints() >= 10, evaluation::table);
            assertTrue(evaluation.of(kind).precision(Detector.SCORE) >= 0.9, evaluation::table);
            assertTrue(evaluation.of(kind).recall(Detector.SCORE) >= 0.9, evaluation::table);
        }
    }

    @Test
    void isSmallAndOfTheShapeItsDescriptionSays() throws Exception {
        assertTrue(Files.size(FOLDER.resolve("model.onnx")) < MOST_BYTES);
        Map<String, String> description = Files.readAllLines(FOLDER.resolve("algorithm.yaml")).stream()
                .filter(line -> line.contains(":"))
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(pair -> pair[0].trim(), pair -> pair[1].trim(), (first, second) -> first));
        assertEquals(JointKind.labels().toString(), description.get("labels"));
        assertEquals(Picture.WIDTH, Integer.parseInt(description.get("width")));
        assertEquals(Picture.HEIGHT, Integer.parseInt(description.get("height")));
        assertEquals(numbers(Batch.MEAN), description.get("mean"));
        assertEquals(numbers(Batch.SPREAD), description.get("scale"));
        assertEquals(Detector.SCORE, Double.parseDouble(description.get("score")));
        assertEquals(Detector.OVERLAP, Double.parseDouble(description.get("overlap")));

        String model = FOLDER.resolve("model.onnx").toString();
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model)) {
            TensorInfo input = (TensorInfo) session.getInputInfo().values().iterator().next().getInfo();
            TensorInfo output = (TensorInfo) session.getOutputInfo().values().iterator().next().getInfo();
            assertEquals("[1, 3, " + Picture.HEIGHT + ", " + Picture.WIDTH + "]", Arrays.toString(input.getShape()));
            assertEquals(Network.BOX + JointKind.values().length, output.getShape()[1]);
        }
    }

    private static String numbers(float value) {
        String number = value == Math.rint(value) ? String.valueOf((int) value) : String.valueOf(value);
        return "[" + number + ", " + number + ", " + number + "]";
    }
}
