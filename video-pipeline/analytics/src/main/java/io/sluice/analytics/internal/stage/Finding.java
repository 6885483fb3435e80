package io.sluice.analytics.internal.stage;

import io.sluice.analytics.internal.track.Sighting;
import io.sluice.api.result.Embedding;
import java.util.Optional;

/**
 * A box found in one picture, and what later stages say of it. Its sighting stays as the detector saw it, for that is by what
 * it is followed. Used by the analysis's thread only.
 */
public final class Finding {

    private final Sighting sighting;
    private final boolean sure;
    private String label;
    private double score;
    private Optional<Embedding> embedding = Optional.empty();

    /** @param sure whether it is to be reported; others only help to follow what is known */
    Finding(Sighting sighting, boolean sure) {
        this.sighting = sighting;
        this.sure = sure;
        label = sighting.label();
        score = sighting.score();
    }

    public Sighting sighting() {
        return sighting;
    }

    public boolean sure() {
        return sure;
    }

    public String label() {
        return label;
    }

    public double score() {
        return score;
    }

    public Optional<Embedding> embedding() {
        return embedding;
    }

    void refine(String finerLabel, double finerScore) {
        label = finerLabel;
        score = finerScore;
    }

    void embed(float[] vector) {
        embedding = Optional.of(new Embedding(vector));
    }
}
