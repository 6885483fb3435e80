package io.sluice.api.model;

import java.util.List;

/**
 * How a picture becomes a model's input: float32, planar (NCHW), batch 1, {@code (value - mean) / scale} per channel with
 * values 0 to 255.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels order of the three planes
 * @param fit how a picture of another shape is fitted
 * @param mean per channel, in the order of the planes
 * @param scale per channel, in the order of the planes; not 0
 */
public record InputSpec(int width, int height, Channels channels, Fit fit, List<Double> mean, List<Double> scale) {

    /** Order of the planes. */
    public enum Channels {
        RGB,
        BGR
    }

    /** What happens to a picture of another shape. */
    public enum Fit {
        /** Stretched to the input's shape. */
        STRETCH,
        /** Scaled as a whole, centred, the rest filled with grey 114. */
        LETTERBOX
    }

    public InputSpec {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
    }
}
