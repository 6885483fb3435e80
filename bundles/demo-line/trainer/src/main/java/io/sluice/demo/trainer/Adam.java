package io.sluice.demo.trainer;

import java.nio.FloatBuffer;

/** Adam's step down the gradient for one set of weights (Kingma and Ba, 2015), in place. */
final class Adam {

    private static final double SLOW = 0.9;
    private static final double SLOWER = 0.999;

    private final FloatBuffer weights;
    private final FloatBuffer gradients;
    private final double[] mean;
    private final double[] square;
    private int steps;

    Adam(FloatBuffer weights, FloatBuffer gradients) {
        this.weights = weights;
        this.gradients = gradients;
        mean = new double[weights.capacity()];
        square = new double[weights.capacity()];
    }

    void step(double rate) {
        steps++;
        double meanShare = 1 - Math.pow(SLOW, steps);
        double squareShare = 1 - Math.pow(SLOWER, steps);
        for (int i = 0; i < mean.length; i++) {
            double gradient = gradients.get(i);
            mean[i] += (1 - SLOW) * (gradient - mean[i]);
            square[i] += (1 - SLOWER) * (gradient * gradient - square[i]);
            double step = rate * (mean[i] / meanShare) / (Math.sqrt(square[i] / squareShare) + 1e-8);
            weights.put(i, (float) (weights.get(i) - step));
        }
    }
}
