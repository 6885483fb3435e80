package io.sluice.api.result;

import io.sluice.api.frame.FrameStamp;
import java.util.List;
import java.util.Objects;

/**
 * What one algorithm found in one picture. Immutable.
 *
 * @param frame which picture
 * @param modelId which algorithm
 * @param modelVersion which version of it
 * @param detections in falling order of score; may be empty
 * @param crossings may be empty
 * @param measurements may be empty
 */
public record AnalysisResult(
        FrameStamp frame,
        String modelId,
        String modelVersion,
        List<Detection> detections,
        List<Crossing> crossings,
        List<Measurement> measurements) {

    public AnalysisResult {
        Objects.requireNonNull(frame, "frame");
        Objects.requireNonNull(modelId, "modelId");
        Objects.requireNonNull(modelVersion, "modelVersion");
        detections = List.copyOf(detections);
        crossings = List.copyOf(crossings);
        measurements = List.copyOf(measurements);
    }
}
