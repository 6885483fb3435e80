package io.sluice.analytics.internal.stage;

import io.sluice.api.result.Detection;
import io.sluice.api.result.Measurement;
import java.util.ArrayList;
import java.util.List;

/** All that the stages of an algorithm found in one picture. Reused from picture to picture; not thread-safe. */
public final class Findings {

    private final List<Finding> boxes = new ArrayList<>();
    private final List<Detection> whole = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    /** Things with a place, detector by detector, in falling order of score. */
    public List<Finding> boxes() {
        return boxes;
    }

    /** What is said of the picture as a whole. */
    public List<Detection> whole() {
        return whole;
    }

    public List<Measurement> measurements() {
        return measurements;
    }

    void clear() {
        boxes.clear();
        whole.clear();
        measurements.clear();
    }
}
