package io.sluice.demo.trainer;

import ai.onnxruntime.OrtException;
import io.sluice.demo.scene.JointKind;
import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import io.sluice.demo.trainer.Detector.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Precision and recall of a model on renderings that it was not taught with. */
final class Evaluation {

    private static final double LOWEST_SCORE = 0.05;

    /** Frames taken of one line, so far apart that every joint comes once or twice. */
    private static final int FRAMES_A_LINE = 2;

    private static final int APART = 150;

    private final List<Score> scores = new ArrayList<>();
    private int pictures;

    private Evaluation() {
        for (JointKind kind : JointKind.values()) {
            scores.add(new Score(kind.ordinal()));
        }
    }

    /** @param lines how many different lines to look at, from seed {@code first} on */
    static Evaluation heldOut(byte[] model, long first, int lines) throws OrtException {
        Evaluation evaluation = new Evaluation();
        YuvPicture scratch = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        try (Detector detector = new Detector(model)) {
            for (long seed = first; seed < first + lines; seed++) {
                LineScene scene = new LineScene(LineOptions.heldOut(seed));
                for (int i = 0; i < FRAMES_A_LINE; i++) {
                    Picture picture = Picture.of(scene, seed * 31 + (long) i * APART, scratch);
                    List<Detection> detections = detector.detect(picture, LOWEST_SCORE);
                    evaluation.scores.forEach(score -> score.add(detections, picture.joints()));
                    evaluation.pictures++;
                }
            }
        }
        return evaluation;
    }

    Score of(JointKind kind) {
        return scores.get(kind.ordinal());
    }

    double precision() {
        long claimed = scores.stream().mapToLong(score -> score.claimed(Detector.SCORE)).sum();
        return claimed == 0 ? 1 : (double) found() / claimed;
    }

    double recall() {
        long joints = scores.stream().mapToLong(Score::joints).sum();
        return joints == 0 ? 1 : (double) found() / joints;
    }

    private long found() {
        return scores.stream().mapToLong(score -> score.found(Detector.SCORE)).sum();
    }

    /** A table for people, in Markdown. */
    String table() {
        StringBuilder table = new StringBuilder("| joint | joints | precision | recall | average precision |\n");
        table.append("|---|---|---|---|---|\n");
        for (JointKind kind : JointKind.values()) {
            Score score = of(kind);
            table.append(String.format(Locale.ROOT, "| %s | %d | %.4f | %.4f | %.4f |%n", kind.label(), score.joints(),
                    score.precision(Detector.SCORE), score.recall(Detector.SCORE), score.averagePrecision()));
        }
        double mean = scores.stream().mapToDouble(Score::averagePrecision).average().orElse(0);
        int joints = scores.stream().mapToInt(Score::joints).sum();
        return table.append(String.format(Locale.ROOT, "| all, in %d pictures | %d | %.4f | %.4f | %.4f |%n",
                pictures, joints, precision(), recall(), mean)).toString();
    }
}
