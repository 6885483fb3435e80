package io.sluice.onnx.cut;

import java.util.List;

/**
 * A way to share a model between two devices, with what was measured of it.
 *
 * @param tensors sent between them; the model's inputs where the second device does all, its outputs where the first does
 * @param bytes sent for each frame
 * @param headMillis a frame takes on the first device; 0 where that does nothing
 * @param tailMillis a frame takes on the second device; 0 where that does nothing
 * @param headBytes of memory that the head's weights and tensors take on the first device
 * @param tailBytes of memory that the tail's weights and tensors take on the second device
 */
public record Candidate(
        List<String> tensors, long bytes, double headMillis, double tailMillis, long headBytes, long tailBytes) {

    public Candidate {
        tensors = List.copyOf(tensors);
    }
}
