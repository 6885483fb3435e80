package io.sluice.classic.internal;

import java.util.Arrays;

/**
 * Where a row of samples first changes its kind: the place at which two normal distributions, one for what comes before and
 * one for what comes after, explain the samples best (the likelihood-ratio test for one change of mean and variance). It
 * needs neither a threshold nor an edge, so that noise does not mislead it. What comes before is looked at again in the same
 * way, for there may be more kinds than two: a reflection ends somewhere too.
 *
 * @param place from 0 to 1
 * @param confidence 0 where there is no change, towards 1 the clearer it is
 */
record Split(double place, double confidence) {

    /** Less than this part of the samples is no kind of its own. */
    private static final double LEAST_PART = 0.04;
    /** Variance below a step of brightness means nothing. */
    private static final double LEAST_VARIANCE = 2;
    /** Rows to each side of a change that may belong to neither kind. */
    private static final double GUARD = 0.01;
    private static final int NEAR = 4;
    /** Where brightness changes by less, it is the colour that changes. */
    private static final double LEAST_STEP = 12;
    /** What a thing shows above water is brighter than what it shows below or mirrored. */
    private static final double BRIGHTER = 1.05;

    /** @param least confidence from which a change counts */
    static Split first(double[][] samples, double least) {
        Sums sums = new Sums(samples);
        int guard = Math.max(2, (int) (samples.length * GUARD));
        int shortest = Math.max(4, (int) (samples.length * LEAST_PART));
        Change change = sums.change(samples.length, shortest);
        boolean further = change.confidence >= least;
        while (further) {
            // Rows on the border are of neither kind, and would be taken for one of their own.
            int end = Math.max(0, change.row - guard);
            Change before = sums.change(end, shortest);
            further = before.confidence >= least && sums.mean(0, before.row) > BRIGHTER * sums.mean(before.row, end);
            change = further ? before : change;
        }
        return new Split((double) exact(samples, change.row, guard) / samples.length, change.confidence);
    }

    /** The border between bright and dark next to a change: the row that leaves the fewest rows on the wrong side. */
    private static int exact(double[][] samples, int row, int guard) {
        int from = Math.max(0, row - NEAR * guard);
        int to = Math.min(samples.length, row + NEAR * guard);
        double above = median(samples, from, Math.max(from + 1, row - guard));
        double below = median(samples, Math.min(to - 1, row + guard), to);
        if (Math.abs(above - below) < LEAST_STEP) {
            return row;
        }
        int sign = above > below ? 1 : -1;
        double middle = (above + below) / 2;
        int wrong = 0;
        for (int at = from; at < to; at++) {
            wrong += sign * (samples[at][0] - middle) > 0 ? 1 : 0;
        }
        int best = from;
        int fewest = wrong;
        for (int at = from; at < to; at++) {
            wrong += sign * (samples[at][0] - middle) > 0 ? -1 : 1;
            if (wrong < fewest) {
                fewest = wrong;
                best = at + 1;
            }
        }
        return best;
    }

    private static double median(double[][] samples, int from, int to) {
        double[] values = new double[to - from];
        for (int row = from; row < to; row++) {
            values[row - from] = samples[row][0];
        }
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private record Change(int row, double confidence) {}

    /** Sums over any run of samples, by differences of running sums. */
    private static final class Sums {

        private final double[][] values;
        private final double[][] squares;
        private final int features;

        Sums(double[][] samples) {
            features = samples[0].length;
            values = new double[samples.length + 1][features];
            squares = new double[samples.length + 1][features];
            for (int row = 0; row < samples.length; row++) {
                for (int feature = 0; feature < features; feature++) {
                    double value = samples[row][feature];
                    values[row + 1][feature] = values[row][feature] + value;
                    squares[row + 1][feature] = squares[row][feature] + value * value;
                }
            }
        }

        /** The best change among the first samples; row 0 where there is none. */
        Change change(int end, int shortest) {
            if (end < 2 * shortest) {
                return new Change(0, 0);
            }
            double whole = cost(0, end);
            double best = whole;
            int at = 0;
            for (int row = shortest; row <= end - shortest; row++) {
                double cost = cost(0, row) + cost(row, end);
                if (cost < best) {
                    best = cost;
                    at = row;
                }
            }
            return new Change(at, at == 0 ? 0 : 1 - Math.exp(-(whole - best) / end));
        }

        double mean(int from, int to) {
            return (values[to][0] - values[from][0]) / (to - from);
        }

        private double cost(int from, int to) {
            double number = to - from;
            double cost = 0;
            for (int feature = 0; feature < features; feature++) {
                double mean = (values[to][feature] - values[from][feature]) / number;
                double variance = (squares[to][feature] - squares[from][feature]) / number - mean * mean;
                cost += number / 2 * Math.log(Math.max(variance, LEAST_VARIANCE));
            }
            return cost;
        }
    }
}
