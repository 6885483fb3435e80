package io.sluice.demo.trainer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.demo.scene.Box;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The finished model, run and read as the gateway does it. Used by one thread; close it. */
final class Detector implements AutoCloseable {

    /** The thresholds of the model's algorithm.yaml. */
    static final double SCORE = 0.5;

    static final double OVERLAP = 0.5;

    private final OrtSession session;
    private final FloatBuffer input;
    private final OnnxTensor tensor;

    Detector(byte[] model) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(model, options);
        }
        input = ByteBuffer.allocateDirect(4 * 3 * Picture.WIDTH * Picture.HEIGHT)
                .order(ByteOrder.nativeOrder()).asFloatBuffer();
        tensor = OnnxTensor.createTensor(environment, input, new long[] {1, 3, Picture.HEIGHT, Picture.WIDTH});
    }

    /** @param kind index of the label; @param box in pixels of the picture */
    record Detection(int kind, double score, Box box) {}

    /** What is found with at least this score, the surest first. */
    List<Detection> detect(Picture picture, double threshold) throws OrtException {
        for (int i = 0; i < picture.rgb().length; i++) {
            input.put(i, ((picture.rgb()[i] & 255) - Batch.MEAN) / Batch.SPREAD);
        }
        try (OrtSession.Result result = session.run(Map.of("images", tensor))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            long[] shape = output.getInfo().getShape();
            return suppressed(read(output.getFloatBuffer(), (int) shape[1], (int) shape[2], threshold));
        }
    }

    private static List<Detection> read(FloatBuffer values, int rows, int cells, double threshold) {
        List<Detection> found = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            int best = Network.BOX;
            for (int row = Network.BOX + 1; row < rows; row++) {
                if (values.get(row * cells + cell) > values.get(best * cells + cell)) {
                    best = row;
                }
            }
            double score = values.get(best * cells + cell);
            if (score >= threshold) {
                double width = values.get(2 * cells + cell);
                double height = values.get(3 * cells + cell);
                double left = values.get(cell) - width / 2;
                double top = values.get(cells + cell) - height / 2;
                found.add(new Detection(best - Network.BOX, score, new Box(left, top, width, height)));
            }
        }
        found.sort(Comparator.comparingDouble(Detection::score).reversed());
        return found;
    }

    private static List<Detection> suppressed(List<Detection> found) {
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : found) {
            boolean repeats = kept.stream()
                    .filter(surer -> surer.kind() == candidate.kind())
                    .anyMatch(surer -> surer.box().overlap(candidate.box()) > OVERLAP);
            if (!repeats) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    @Override
    public void close() throws OrtException {
        tensor.close();
        session.close();
    }
}
