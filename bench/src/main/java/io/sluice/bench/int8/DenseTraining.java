package io.sluice.bench.int8;

import io.sluice.onnx.run.Runner;
import io.sluice.onnx.run.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Teaches the dense network: stochastic steps after Adam on batches in which each kind of joint is as frequent. */
final class DenseTraining {

    private static final int BATCH = 32;
    private static final int STEPS = 160;
    private static final double RATE = 1e-3;
    private static final double SLOW = 0.9;
    private static final double SLOWER = 0.99;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<String, float[]> weights = DenseNetwork.start(random);
    private final Map<String, double[]> means = new HashMap<>();
    private final Map<String, double[]> squares = new HashMap<>();
    private final List<List<JointPictures>> byKind;

    private DenseTraining(List<JointPictures> pictures) {
        byKind = IntStream.range(0, DenseNetwork.CLASSES)
                .mapToObj(kind -> pictures.stream().filter(picture -> picture.label() == kind).toList())
                .toList();
    }

    /** Weights by name, after about a minute. */
    static Map<String, float[]> teach(List<JointPictures> pictures) {
        DenseTraining training = new DenseTraining(pictures);
        try (Runner runner = new Runner(DenseNetwork.training(BATCH), Runner.Mode.OPTIMISED)) {
            for (int step = 1; step <= STEPS; step++) {
                training.step(runner, step);
            }
        }
        return training.weights;
    }

    private void step(Runner runner, int step) {
        Map<String, Tensor> inputs = batch();
        DenseNetwork.shapes().forEach((name, shape) -> inputs.put(name, new Tensor(shape, weights.get(name))));
        Map<String, Tensor> gradients = runner.run(inputs);
        double rate = RATE * Math.min(1, step / 10.0) * (1 + Math.cos(Math.PI * step / STEPS)) / 2;
        weights.forEach((name, values) -> adam(name, values, gradients.get("gradient." + name).values(), step, rate));
    }

    private void adam(String name, float[] values, float[] gradient, int step, double rate) {
        double[] mean = means.computeIfAbsent(name, none -> new double[values.length]);
        double[] square = squares.computeIfAbsent(name, none -> new double[values.length]);
        double meanShare = 1 - Math.pow(SLOW, step);
        double squareShare = 1 - Math.pow(SLOWER, step);
        for (int index = 0; index < values.length; index++) {
            mean[index] += (1 - SLOW) * (gradient[index] - mean[index]);
            square[index] += (1 - SLOWER) * (gradient[index] * gradient[index] - square[index]);
            values[index] -= (float) (rate * mean[index] / meanShare / (Math.sqrt(square[index] / squareShare) + 1e-8));
        }
    }

    private Map<String, Tensor> batch() {
        int size = 3 * JointPictures.SIZE * JointPictures.SIZE;
        float[] pictures = new float[BATCH * size];
        float[] wanted = new float[BATCH * DenseNetwork.CLASSES];
        for (int index = 0; index < BATCH; index++) {
            List<JointPictures> kind = byKind.get(random.nextInt(byKind.size()));
            JointPictures picture = kind.get(random.nextInt(kind.size()));
            float gain = (float) random.nextDouble(0.8, 1.2);
            float offset = (float) random.nextDouble(-0.2, 0.2);
            for (int at = 0; at < size; at++) {
                pictures[index * size + at] = picture.values()[at] * gain + offset;
            }
            wanted[index * DenseNetwork.CLASSES + picture.label()] = 1;
        }
        Map<String, Tensor> inputs = new HashMap<>();
        long side = JointPictures.SIZE;
        inputs.put(DenseNetwork.INPUT, new Tensor(new long[] {BATCH, 3, side, side}, pictures));
        inputs.put("wanted", new Tensor(new long[] {BATCH, DenseNetwork.CLASSES}, wanted));
        return inputs;
    }
}
