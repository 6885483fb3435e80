package io.sluice.analytics.internal.post;

import io.sluice.api.accel.Binding;
import java.nio.FloatBuffer;

/**
 * SSD kinds with decoded boxes: scores [1, boxes, classes], boxes [1, boxes, 4] as corners in 0..1; class 0 is
 * background.
 */
final class SsdReader implements OutputReader {

    private final int scoresOutput;
    private final int boxesOutput;
    private final int classes;
    private final int firstLabel;

    /**
     * @param classes with the background
     * @param firstLabel label of class 1: 1 where the labels name the background as well, else 0
     */
    SsdReader(int scoresOutput, int boxesOutput, int classes, int firstLabel) {
        this.scoresOutput = scoresOutput;
        this.boxesOutput = boxesOutput;
        this.classes = classes;
        this.firstLabel = firstLabel;
    }

    @Override
    public void read(Binding binding, float floor, Candidates found) {
        FloatBuffer scores = binding.output(scoresOutput).asFloatBuffer();
        FloatBuffer boxes = binding.output(boxesOutput).asFloatBuffer();
        int count = Math.min(scores.remaining() / classes, boxes.remaining() / 4);
        for (int box = 0; box < count; box++) {
            for (int index = 1; index < classes; index++) {
                float score = scores.get(box * classes + index);
                if (score >= floor) {
                    int at = box * 4;
                    found.add(index - 1 + firstLabel, Math.min(1, score), boxes.get(at), boxes.get(at + 1),
                            boxes.get(at + 2), boxes.get(at + 3));
                }
            }
        }
    }
}
