package io.sluice.api.analysis;

import io.sluice.api.result.Detection;
import io.sluice.api.result.Measurement;
import java.util.List;
import java.util.Optional;

/**
 * What a step found or made.
 *
 * @param detections things found, relative to the picture given to the step
 * @param measurements quantities read
 * @param picture a changed picture for the steps behind this one, valid until the step is applied again or closed; empty where
 *     they work on the one that was given
 */
public record Outcome(List<Detection> detections, List<Measurement> measurements, Optional<Picture> picture) {

    public Outcome {
        detections = List.copyOf(detections);
        measurements = List.copyOf(measurements);
    }
}
