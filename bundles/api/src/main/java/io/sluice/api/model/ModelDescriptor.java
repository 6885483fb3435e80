package io.sluice.api.model;

import java.util.List;
import java.util.Objects;

/**
 * A network of an algorithm. Immutable.
 *
 * @param id unique within the algorithm
 * @param name for people
 * @param version of the model, as its maker counts
 * @param family how its outputs are read
 * @param input how its input is made
 * @param labels name of each class, by index
 * @param scoreThreshold lowest score reported, unless an analysis says otherwise
 * @param overlapThreshold boxes of one label that overlap more are taken as one, 0 to 1
 * @param variants at least one; all of them mean the same
 */
public record ModelDescriptor(
        String id,
        String name,
        String version,
        ModelFamily family,
        InputSpec input,
        List<String> labels,
        double scoreThreshold,
        double overlapThreshold,
        List<ModelVariant> variants) {

    public ModelDescriptor {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(input, "input");
        labels = List.copyOf(labels);
        variants = List.copyOf(variants);
    }
}
