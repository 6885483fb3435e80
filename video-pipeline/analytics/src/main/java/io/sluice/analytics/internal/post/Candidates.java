package io.sluice.analytics.internal.post;

import java.util.Arrays;

/**
 * Boxes read from a model's output, as corners relative to the model's input. Reused from picture to picture; grows
 * to the most ever seen. Not thread-safe.
 */
public final class Candidates {

    private int size;
    private int[] labels = new int[64];
    private float[] scores = new float[64];
    private float[] corners = new float[64 * 4];

    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /** Adds a box given by its corners; what is no number, from a model gone astray, is left out. */
    public void add(int label, float score, float left, float top, float right, float bottom) {
        if (!Float.isFinite(left + top + right + bottom)) {
            return;
        }
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size * 2);
            scores = Arrays.copyOf(scores, size * 2);
            corners = Arrays.copyOf(corners, size * 8);
        }
        labels[size] = label;
        scores[size] = score;
        int at = size * 4;
        corners[at] = left;
        corners[at + 1] = top;
        corners[at + 2] = right;
        corners[at + 3] = bottom;
        size++;
    }

    /** Adds a box given by its centre and size. */
    public void addCentred(int label, float score, float x, float y, float width, float height) {
        add(label, score, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    /** Index of the class. */
    public int label(int index) {
        return labels[index];
    }

    public float score(int index) {
        return scores[index];
    }

    public float left(int index) {
        return corners[index * 4];
    }

    public float top(int index) {
        return corners[index * 4 + 1];
    }

    public float right(int index) {
        return corners[index * 4 + 2];
    }

    public float bottom(int index) {
        return corners[index * 4 + 3];
    }

    /** Shared area over joined area, 0 to 1. */
    float overlap(int one, int other) {
        float width = Math.min(right(one), right(other)) - Math.max(left(one), left(other));
        float height = Math.min(bottom(one), bottom(other)) - Math.max(top(one), top(other));
        if (!(width > 0 && height > 0)) {
            return 0;
        }
        float shared = width * height;
        return shared / (area(one) + area(other) - shared);
    }

    private float area(int index) {
        return (right(index) - left(index)) * (bottom(index) - top(index));
    }
}
