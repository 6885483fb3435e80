package io.sluice.api.device;

import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One analysis of one camera.
 *
 * @param modelId as in {@link io.sluice.api.model.AlgorithmDescriptor#id()}; at most one analysis an algorithm and camera
 * @param framesPerSecond how many pictures a second are analysed, at most; 0 for every picture
 * @param region the part of the picture to look at
 * @param scoreThreshold lowest score reported, 0 to 1; negative for the model's own
 * @param labels what to report; empty for all the model knows
 * @param zones areas to watch
 * @param lines lines to watch
 * @param arguments of the algorithm, a JSON object
 * @param candidate another version of the algorithm that looks at the same pictures, only to be compared; empty for none
 */
public record AnalysisSpec(
        String modelId,
        double framesPerSecond,
        Region region,
        double scoreThreshold,
        Set<String> labels,
        List<Zone> zones,
        List<Line> lines,
        String arguments,
        String candidate) {

    public AnalysisSpec {
        Objects.requireNonNull(modelId, "modelId");
        Objects.requireNonNull(region, "region");
        labels = Set.copyOf(labels);
        zones = List.copyOf(zones);
        lines = List.copyOf(lines);
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(candidate, "candidate");
    }

    /**
     * An area in the whole picture.
     *
     * @param name unique within the analysis
     * @param outline at least three corners, in order
     */
    public record Zone(String name, List<Point> outline) {
        public Zone {
            Objects.requireNonNull(name, "name");
            outline = List.copyOf(outline);
        }
    }

    /**
     * A directed line in the whole picture. Seen along it, from start to end, left is {@code LEFT}.
     *
     * @param name unique within the analysis
     */
    public record Line(String name, Point start, Point end) {
        public Line {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(start, "start");
            Objects.requireNonNull(end, "end");
        }
    }
}
