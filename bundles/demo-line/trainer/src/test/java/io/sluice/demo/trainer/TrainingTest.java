package io.sluice.demo.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.demo.scene.JointKind;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrainingTest {

    private static final Network NETWORK = new Network(JointKind.values().length);

    private static List<Picture> pictures;

    @BeforeAll
    static void render() {
        pictures = Train.pictures(2);
    }

    /** Whoever computes a gradient by hand is right only where differences of the loss say the same. */
    @Test
    void gradientsAreThoseOfTheLoss() throws Exception {
        Batch batch = new Batch(2, NETWORK.outputs());
        batch.fill(pictures, new SplittableRandom(3));
        try (Training training = new Training(NETWORK, 2, new SplittableRandom(4))) {
            // The first steps move the weights away from where nothing is found and little is to be learnt.
            for (int i = 0; i < 30; i++) {
                training.gradients(batch);
                training.step(1e-3);
            }
            training.gradients(batch);
            for (String name : NETWORK.shapes().keySet()) {
                FloatBuffer gradients = training.values(TrainingGraph.gradientOf(name));
                int steepest = 0;
                for (int i = 1; i < gradients.capacity(); i++) {
                    steepest = Math.abs(gradients.get(i)) > Math.abs(gradients.get(steepest)) ? i : steepest;
                }
                double computed = gradients.get(steepest);
                double measured = slope(training, batch, name, steepest);
                training.gradients(batch);
                assertEquals(measured, computed, 0.04 * Math.abs(measured), name + "[" + steepest + "]");
            }
        }
    }

    @Test
    void aFewStepsTeachSomethingAndTheSameEveryTime() throws Exception {
        double[] first = losses(60);
        double before = Arrays.stream(first, 0, 10).average().orElseThrow();
        double after = Arrays.stream(first, 50, 60).average().orElseThrow();
        assertTrue(after < 0.7 * before, before + " to " + after);
        assertArrayEquals(first, losses(60));
    }

    private static double[] losses(int steps) throws Exception {
        double[] losses = new double[steps];
        SplittableRandom random = new SplittableRandom(5);
        Batch batch = new Batch(4, NETWORK.outputs());
        try (Training training = new Training(NETWORK, 4, new SplittableRandom(6))) {
            for (int i = 0; i < steps; i++) {
                batch.fill(pictures, random);
                losses[i] = loss(training, batch);
                training.step(2e-3);
            }
        }
        return losses;
    }

    private static double slope(Training training, Batch batch, String name, int index) throws Exception {
        FloatBuffer values = training.values(name);
        float value = values.get(index);
        float step = 2e-3f;
        values.put(index, value + step);
        double above = loss(training, batch);
        values.put(index, value - step);
        double below = loss(training, batch);
        values.put(index, value);
        return (above - below) / (2 * step);
    }

    /** The loss of which the training graph computes the gradient, in closed form. */
    private static double loss(Training training, Batch batch) throws Exception {
        training.gradients(batch);
        FloatBuffer raw = training.values(NETWORK.head().output());
        int cells = (Batch.SIZE / Network.STRIDE) * (Batch.SIZE / Network.STRIDE);
        double loss = 0;
        for (int i = 0; i < batch.targets.length; i++) {
            boolean box = i / cells % NETWORK.outputs() < Network.BOX;
            double said = raw.get(i);
            loss += batch.importance[i] * (box ? huber(said - batch.targets[i]) : focal(said, batch.targets[i]));
        }
        return loss;
    }

    private static double huber(double off) {
        return Math.abs(off) <= 1 ? off * off / 2 : Math.abs(off) - 0.5;
    }

    private static double focal(double logit, double target) {
        double chance = 1 / (1 + Math.exp(-logit));
        return target == 1 ? chance - Math.log(chance) : -chance - Math.log(1 - chance);
    }
}
