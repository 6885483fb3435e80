package io.sluice.demo.line.internal;

import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.CameraSpec.Recording;
import io.sluice.api.device.CameraSpec.Source;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The camera over the line, as the gateway is told of it. */
final class DemoCamera {

    static final String ID = "solder-line";
    static final String MODEL = "solder-joints";

    private static final double ANALYSED_A_SECOND = 10;

    /** As in the model's own thresholds. */
    private static final double MODELS_OWN = -1;

    /** Where boards leave; joints that cross it are counted. Drawn upwards, so that they cross to the right of it. */
    private static final AnalysisSpec.Line EXIT =
            new AnalysisSpec.Line("exit", new Point(0.86, 0.95), new Point(0.86, 0.05));

    private DemoCamera() {}

    static CameraSpec at(String url) {
        AnalysisSpec analysis = new AnalysisSpec(
                MODEL, ANALYSED_A_SECOND, Region.ALL, MODELS_OWN, Set.of(), List.of(), List.of(EXIT),
                "{}", "");
        Source source = new Source("rtsp", Map.of("url", url, "transport", "tcp"));
        return new CameraSpec(ID, "Solder line (simulated)", source, Recording.DEFAULT, List.of(analysis));
    }
}
