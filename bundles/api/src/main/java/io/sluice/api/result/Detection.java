package io.sluice.api.result;

import io.sluice.api.frame.Region;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One thing found in a picture.
 *
 * @param label what it is
 * @param score how sure the model is, 0 to 1
 * @param box where, in the whole picture; {@link Region#ALL} from a classification
 * @param trackId the same for the same thing over pictures of one analysis; empty from a classification
 */
public record Detection(String label, double score, Region box, OptionalLong trackId) {

    public Detection {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(box, "box");
    }
}
