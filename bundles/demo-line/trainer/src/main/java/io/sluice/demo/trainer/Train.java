package io.sluice.demo.trainer;

import ai.onnxruntime.OrtException;
import io.sluice.demo.scene.JointKind;
import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Teaches the detector and writes its model: {@code Train <model file> [steps]}. */
public final class Train {

    private static final Logger LOG = LoggerFactory.getLogger(Train.class);

    private static final int LINES = 420;
    private static final int PICTURES_A_LINE = 2;
    private static final int BATCH = 24;
    private static final int STEPS = 5000;
    private static final int WARM_UP = 100;
    private static final double RATE = 2.5e-3;
    private static final long SEED = 1;

    private Train() {}

    public static void main(String[] arguments) throws OrtException, IOException {
        Path file = Path.of(arguments[0]);
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : STEPS;
        byte[] model = train(pictures(LINES), steps);
        Files.write(file, model);
        LOG.info("{} written, {} bytes", file, model.length);
        LOG.info("on held-out lines:\n{}", Evaluation.heldOut(model, 0, 60).table());
    }

    static List<Picture> pictures(int lines) {
        LOG.info("rendering {} pictures", lines * PICTURES_A_LINE);
        List<Picture> pictures = new ArrayList<>();
        YuvPicture scratch = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        for (int seed = 0; seed < lines; seed++) {
            LineScene scene = new LineScene(LineOptions.taught(seed));
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < PICTURES_A_LINE; i++) {
                pictures.add(Picture.of(scene, random.nextLong(10_000), scratch));
            }
        }
        return pictures;
    }

    static byte[] train(List<Picture> pictures, int steps) throws OrtException {
        Network network = new Network(JointKind.values().length);
        SplittableRandom random = new SplittableRandom(SEED);
        Batch batch = new Batch(BATCH, network.outputs());
        try (Training training = new Training(network, BATCH, random.split())) {
            double error = 0;
            for (int step = 1; step <= steps; step++) {
                batch.fill(pictures, random);
                error += training.gradients(batch);
                training.step(rate(step, steps));
                if (step % 200 == 0) {
                    LOG.info("step {} of {}, classes off by {} on average", step, steps, error / 200);
                    error = 0;
                }
            }
            return DetectorGraph.model(network, training.weights(), Picture.WIDTH, Picture.HEIGHT);
        }
    }

    /** Rises at first, then falls as a cosine. */
    private static double rate(int step, int steps) {
        double warm = Math.min(1, (double) step / WARM_UP);
        return RATE * warm * (0.01 + 0.99 * (1 + Math.cos(Math.PI * step / steps)) / 2);
    }
}
