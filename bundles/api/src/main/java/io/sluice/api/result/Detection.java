package io.sluice.api.result;

import io.sluice.api.frame.Region;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing found in a picture.
 *
 * @param label what it is
 * @param score how sure the model is, 0 to 1
 * @param box where, in the whole picture; {@link Region#ALL} from a classification
 * @param trackId the same for the same thing over pictures of one analysis; empty from a classification
 * @param embedding vector by which it can be compared, where the algorithm makes one; kept up to 2048 values
 */
public record Detection(String label, double score, Region box, OptionalLong trackId, Optional<Embedding> embedding) {

    public Detection {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(trackId, "trackId");
        Objects.requireNonNull(embedding, "embedding");
    }

    /** One that has no vector. */
    public Detection(String label, double score, Region box, OptionalLong trackId) {
        this(label, score, box, trackId, Optional.empty());
    }
}
