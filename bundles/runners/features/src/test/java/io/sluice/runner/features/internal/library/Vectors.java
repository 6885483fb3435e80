package io.sluice.runner.features.internal.library;

import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** Vectors as networks make them: of many things each seen several times, every time a little otherwise. */
final class Vectors {

    private Vectors() {}

    static float[] random(Random random, int dimension) {
        float[] vector = new float[dimension];
        for (int index = 0; index < dimension; index++) {
            vector[index] = (float) random.nextGaussian();
        }
        return vector;
    }

    static float[] near(float[] centre, double spread, Random random) {
        float[] vector = centre.clone();
        for (int index = 0; index < vector.length; index++) {
            vector[index] += (float) (spread * random.nextGaussian());
        }
        return vector;
    }

    static LibraryEntry entry(String id, String label, float... vector) {
        return new LibraryEntry(id, label, "31010000001320000001", Instant.parse("2026-01-31T08:30:00Z"), Map.of("TrackID", "7"), vector);
    }
}
