package io.sluice.classic.internal;

import io.sluice.api.analysis.Picture;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The strip of a picture that a ruler covers, straightened: the colour of the ruler's face for each pixel along it. The face is
 * what is brightest across the ruler; where marks leave nothing of it, it is bridged. Marks themselves would mislead: they are
 * arranged by decimetres, which looks like a change of kind. Places are counted along the ruler's middle line, 0 at its top
 * and 1 at its lower end.
 */
final class RulerStrip {

    /** Luma, and the two of chroma. */
    static final int FEATURES = 3;

    private static final int ACROSS = 15;
    /** So many of the samples across are face for sure, where there is any. */
    private static final int FACE = 3;
    /** Marks across the whole ruler are no longer than this part of it, to each side. */
    private static final double MARK = 0.01;

    /** The ruler's edges are left out. */
    private static final double INNER = 0.8;

    private final List<double[]> points;
    private final double width;
    private final double[] along;

    /**
     * @param points of the middle line from the top down, relative to the picture
     * @param width of the ruler, relative to the picture's width
     */
    RulerStrip(List<double[]> points, double width) {
        this.points = points;
        this.width = width;
        along = new double[points.size()];
        double length = 0;
        for (int index = 1; index < points.size(); index++) {
            length += distance(index);
            along[index] = length;
        }
        for (int index = 0; index < along.length && length > 0; index++) {
            along[index] /= length;
        }
    }

    /** Where a point lies along the ruler. */
    double along(int point) {
        return along[point];
    }

    /** Colours along the ruler, {@link #FEATURES} a row. */
    double[][] features(Picture picture) {
        double[] first = points.get(0);
        double[] last = points.get(points.size() - 1);
        int rows = Math.max(32, (int) Math.round(Math.hypot((last[0] - first[0]) * picture.width(),
                (last[1] - first[1]) * picture.height())));
        double[][] features = new double[rows][FEATURES];
        for (int row = 0; row < rows; row++) {
            sample(picture, (row + 0.5) / rows, features[row]);
        }
        bridge(features, Math.max(2, (int) (rows * MARK)));
        return features;
    }

    private void sample(Picture picture, double place, double[] into) {
        int segment = 1;
        while (segment < along.length - 1 && along[segment] < place) {
            segment++;
        }
        double[] from = points.get(segment - 1);
        double[] to = points.get(segment);
        double part = (place - along[segment - 1]) / (along[segment] - along[segment - 1]);
        double x = (from[0] + (to[0] - from[0]) * part) * picture.width();
        double y = (from[1] + (to[1] - from[1]) * part) * picture.height();
        double dx = (to[0] - from[0]) * picture.width();
        double dy = (to[1] - from[1]) * picture.height();
        double length = Math.hypot(dx, dy);
        double reach = INNER * width * picture.width() / 2;
        double[][] samples = new double[ACROSS][FEATURES];
        for (int step = 0; step < ACROSS; step++) {
            double aside = reach * (2.0 * step / (ACROSS - 1) - 1);
            look(picture, x - dy / length * aside, y + dx / length * aside, samples[step]);
        }
        Arrays.sort(samples, Comparator.comparingDouble((double[] sample) -> sample[0]).reversed());
        for (int index = 0; index < FACE; index++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                into[feature] += samples[index][feature] / FACE;
            }
        }
    }

    private static void look(Picture picture, double x, double y, double[] into) {
        int width = picture.width();
        int height = picture.height();
        into[0] = at(picture.luma(), picture.lumaStride(), width, height, x, y);
        into[1] = at(picture.blueChroma(), picture.chromaStride(), width / 2, height / 2, x / 2, y / 2);
        into[2] = at(picture.redChroma(), picture.chromaStride(), width / 2, height / 2, x / 2, y / 2);
    }

    /** Gives a row the colours of the nearest brighter rows to both sides, of the darker one of them: a closing. */
    private static void bridge(double[][] rows, int reach) {
        int[] brightest = extreme(rows, identity(rows.length), reach, 1);
        int[] closed = extreme(rows, brightest, reach, -1);
        double[][] copy = new double[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            copy[row] = rows[closed[row]].clone();
        }
        System.arraycopy(copy, 0, rows, 0, rows.length);
    }

    /** For each row, which of its neighbours' choices is the brightest, or the darkest by a sign of -1. */
    private static int[] extreme(double[][] rows, int[] choices, int reach, int sign) {
        int[] found = new int[rows.length];
        for (int row = 0; row < rows.length; row++) {
            int best = choices[row];
            for (int near = Math.max(0, row - reach); near <= Math.min(rows.length - 1, row + reach); near++) {
                if (sign * rows[choices[near]][0] > sign * rows[best][0]) {
                    best = choices[near];
                }
            }
            found[row] = best;
        }
        return found;
    }

    private static int[] identity(int length) {
        int[] places = new int[length];
        Arrays.setAll(places, place -> place);
        return places;
    }

    private static double at(ByteBuffer plane, int stride, int width, int height, double x, double y) {
        int column = Math.max(0, Math.min((int) x, width - 1));
        int row = Math.max(0, Math.min((int) y, height - 1));
        return plane.get(row * stride + column) & 255;
    }

    private double distance(int point) {
        double[] from = points.get(point - 1);
        double[] to = points.get(point);
        return Math.hypot(to[0] - from[0], to[1] - from[1]);
    }
}
