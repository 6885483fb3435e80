package io.sluice.trainer.linear.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Multinomial logistic regression by stochastic gradients on features of mean 0 and deviation 1. One epoch depends on the weights
 * before it, the seed and its number only: it goes on from saved weights to the last bit. Used by one thread.
 */
final class Regression {

    private final List<String> classes;
    private final List<Sample> training;
    private final float[] mean;
    private final float[] scale;
    /** By class: a weight for each feature, then the bias. */
    private final float[][] weights;

    /** @param training not empty, vectors of one length */
    Regression(List<Sample> training) {
        this.training = training;
        classes = List.copyOf(training.stream().map(Sample::label).collect(Collectors.toCollection(TreeSet::new)));
        int features = training.get(0).vector().length;
        mean = new float[features];
        scale = new float[features];
        for (int feature = 0; feature < features; feature++) {
            double sum = 0;
            double squares = 0;
            for (Sample sample : training) {
                sum += sample.vector()[feature];
                squares += (double) sample.vector()[feature] * sample.vector()[feature];
            }
            double middle = sum / training.size();
            double deviation = Math.sqrt(Math.max(0, squares / training.size() - middle * middle));
            mean[feature] = (float) middle;
            // A feature that is always the same tells nothing.
            scale[feature] = deviation > 1e-6 * Math.abs(middle) && deviation > 1e-12 ? (float) (1 / deviation) : 0;
        }
        weights = new float[classes.size()][features + 1];
    }

    List<String> classes() {
        return classes;
    }

    int features() {
        return mean.length;
    }

    void epoch(int number, Wish wish) {
        List<Sample> order = new ArrayList<>(training);
        SplittableRandom random = new SplittableRandom(wish.seed() * 1_000_003L + number);
        for (int index = order.size() - 1; index > 0; index--) {
            Collections.swap(order, index, random.nextInt(index + 1));
        }
        double rate = wish.rate() * (1 + Math.cos(Math.PI * number / wish.epochs())) / 2;
        for (int from = 0; from < order.size(); from += wish.batch()) {
            step(order.subList(from, Math.min(order.size(), from + wish.batch())), rate, wish.penalty());
        }
    }

    private void step(List<Sample> batch, double rate, double penalty) {
        float[][] gradients = new float[weights.length][mean.length + 1];
        for (Sample sample : batch) {
            float[] input = input(sample.vector());
            double[] scores = scores(input);
            int truth = classes.indexOf(sample.label());
            for (int one = 0; one < weights.length; one++) {
                float error = (float) (scores[one] - (one == truth ? 1 : 0));
                for (int feature = 0; feature < input.length; feature++) {
                    gradients[one][feature] += error * input[feature];
                }
                gradients[one][mean.length] += error;
            }
        }
        for (int one = 0; one < weights.length; one++) {
            for (int feature = 0; feature <= mean.length; feature++) {
                double pull = feature < mean.length ? penalty * weights[one][feature] : 0;
                weights[one][feature] -= (float) (rate * (gradients[one][feature] / batch.size() + pull));
            }
        }
    }

    /** Share of samples whose class it tells. */
    double accuracy(List<Sample> samples) {
        long right = samples.stream().filter(sample -> classes.get(best(scores(input(sample.vector())))).equals(sample.label())).count();
        return samples.isEmpty() ? 0 : (double) right / samples.size();
    }

    /** Mean of the negative logarithms of what it gave the right class. */
    double loss(List<Sample> samples) {
        return samples.stream().mapToDouble(sample -> {
            int truth = classes.indexOf(sample.label());
            return -Math.log(Math.max(1e-12, truth < 0 ? 0 : scores(input(sample.vector()))[truth]));
        }).average().orElse(0);
    }

    /** For features as they come: {@code weights()[class][feature]}, the bias last. */
    float[][] plain() {
        float[][] plain = new float[weights.length][mean.length + 1];
        for (int one = 0; one < weights.length; one++) {
            double bias = weights[one][mean.length];
            for (int feature = 0; feature < mean.length; feature++) {
                plain[one][feature] = weights[one][feature] * scale[feature];
                bias -= (double) plain[one][feature] * mean[feature];
            }
            plain[one][mean.length] = (float) bias;
        }
        return plain;
    }

    byte[] saved() {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * weights.length * (mean.length + 1));
        for (float[] one : weights) {
            for (float value : one) {
                bytes.putFloat(value);
            }
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException where they are of another model */
    void restore(byte[] saved) {
        if (saved.length != Float.BYTES * weights.length * (mean.length + 1)) {
            throw new IllegalArgumentException("weights of another model");
        }
        ByteBuffer bytes = ByteBuffer.wrap(saved);
        for (float[] one : weights) {
            for (int index = 0; index < one.length; index++) {
                one[index] = bytes.getFloat();
            }
        }
    }

    private float[] input(float[] vector) {
        float[] input = new float[mean.length];
        for (int feature = 0; feature < input.length; feature++) {
            input[feature] = (vector[feature] - mean[feature]) * scale[feature];
        }
        return input;
    }

    private double[] scores(float[] input) {
        double[] scores = new double[weights.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int one = 0; one < scores.length; one++) {
            double sum = weights[one][input.length];
            for (int feature = 0; feature < input.length; feature++) {
                sum += weights[one][feature] * input[feature];
            }
            scores[one] = sum;
            most = Math.max(most, sum);
        }
        double all = 0;
        for (int one = 0; one < scores.length; one++) {
            scores[one] = StrictMath.exp(scores[one] - most);
            all += scores[one];
        }
        for (int one = 0; one < scores.length; one++) {
            scores[one] /= all;
        }
        return scores;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int one = 1; one < scores.length; one++) {
            best = scores[one] > scores[best] ? one : best;
        }
        return best;
    }
}
