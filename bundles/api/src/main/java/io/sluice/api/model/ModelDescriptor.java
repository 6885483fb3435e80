package io.sluice.api.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A model found on this gateway: what its {@code algorithm.yaml} says, checked. Immutable.
 *
 * @param id unique on this gateway; the folder's name
 * @param name for people
 * @param version of the model, as its maker counts
 * @param family how its outputs are read
 * @param input how its input is made
 * @param labels name of each class, by index
 * @param scoreThreshold lowest score reported, unless an analysis says otherwise
 * @param overlapThreshold boxes of one label that overlap more are taken as one, 0 to 1
 * @param file the ONNX file
 * @param sha256 of the file, in lower-case hexadecimal
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
        Path file,
        String sha256) {

    public ModelDescriptor {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(input, "input");
        labels = List.copyOf(labels);
    }
}
