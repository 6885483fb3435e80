package io.sluice.runner.features.internal.library;

import io.sluice.api.error.InvalidInputException;

/**
 * What is looked for.
 *
 * @param topK at most so many
 * @param leastScore cosine similarity, -1 to 1
 */
public record LibraryQuery(float[] vector, int topK, double leastScore, EntryFilter filter) {

    public static final int MOST = 1000;

    /** @throws InvalidInputException naming what is wrong */
    public LibraryQuery {
        if (topK < 1 || topK > MOST) {
            throw new InvalidInputException("feature.query.invalid", "topK", "'topK' must be from 1 to " + MOST + ", not " + topK + ".", "");
        }
        if (!(leastScore >= -1 && leastScore <= 1)) {
            throw new InvalidInputException("feature.query.invalid", "leastScore", "'leastScore' must be from -1 to 1.", "");
        }
    }
}
