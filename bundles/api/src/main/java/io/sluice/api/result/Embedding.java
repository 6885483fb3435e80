package io.sluice.api.result;

import java.util.Arrays;

/** A vector that stands for how something looks: what looks alike has a similar one. Immutable. */
public final class Embedding {

    private final float[] values;

    /** @param values are copied */
    public Embedding(float[] values) {
        this.values = values.clone();
    }

    public int length() {
        return values.length;
    }

    /** A copy. */
    public float[] values() {
        return values.clone();
    }

    /** Cosine of the angle to another, -1 to 1; 0 where lengths differ or one is all zeros. */
    public double similarity(Embedding other) {
        if (values.length != other.values.length) {
            return 0;
        }
        double product = 0;
        double own = 0;
        double others = 0;
        for (int index = 0; index < values.length; index++) {
            product += (double) values[index] * other.values[index];
            own += (double) values[index] * values[index];
            others += (double) other.values[index] * other.values[index];
        }
        return own == 0 || others == 0 ? 0 : product / Math.sqrt(own * others);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
