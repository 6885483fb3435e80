package io.sluice.api.device;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The document of one camera: all that is configured about it. Immutable.
 *
 * @param id 1 to 63 letters, digits, '-' or '_', beginning with a letter or digit; part of paths and addresses
 * @param name for people
 * @param source where its video comes from
 * @param recording whether and how it is recorded
 * @param analyses what is looked for in it
 */
public record CameraSpec(String id, String name, Source source, Recording recording, List<AnalysisSpec> analyses) {

    public CameraSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(recording, "recording");
        analyses = List.copyOf(analyses);
    }

    /**
     * The driver and what it needs.
     *
     * @param driver as in {@link CameraDriver#kind()}
     * @param settings by the names of the driver's configuration type
     */
    public record Source(String driver, Map<String, String> settings) {
        public Source {
            Objects.requireNonNull(driver, "driver");
            settings = Map.copyOf(settings);
        }
    }

    /**
     * @param enabled whether to record at all
     * @param segmentSeconds aimed-at length of a segment file; it ends at the next key frame
     * @param maxAgeHours segments older than this are deleted; 0 for no limit by age
     */
    public record Recording(boolean enabled, int segmentSeconds, int maxAgeHours) {

        public static final Recording DEFAULT = new Recording(true, 10, 7 * 24);
        public static final Recording OFF = new Recording(false, 10, 7 * 24);
    }
}
