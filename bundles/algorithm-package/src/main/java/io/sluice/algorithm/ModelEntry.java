package io.sluice.algorithm;

import io.sluice.api.model.InputSpec;
import io.sluice.api.model.ModelFamily;
import java.util.List;
import java.util.Optional;

/**
 * A network as a manifest names it.
 *
 * @param id unique within the algorithm
 * @param name for people
 * @param version of the model, as its maker counts
 * @param family how its outputs are read
 * @param input how its input is made
 * @param labels name of each class, by index; none for embeddings
 * @param labelsFile the file they came from
 * @param scoreThreshold lowest score reported, 0 to 1
 * @param overlapThreshold boxes of one label that overlap more are taken as one, 0 to 1
 * @param variants at least one; all of them mean the same
 */
public record ModelEntry(
        String id,
        String name,
        String version,
        ModelFamily family,
        InputSpec input,
        List<String> labels,
        Optional<String> labelsFile,
        double scoreThreshold,
        double overlapThreshold,
        List<VariantEntry> variants) {

    public ModelEntry {
        labels = List.copyOf(labels);
        variants = List.copyOf(variants);
    }
}
