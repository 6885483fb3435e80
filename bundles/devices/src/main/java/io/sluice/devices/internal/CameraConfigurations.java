package io.sluice.devices.internal;

import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.device.Camera;
import io.sluice.api.device.CameraSpec;
import io.sluice.api.frame.Point;
import io.sluice.api.frame.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Makes the configurations of drivers, recorder and analytics out of cameras' documents. Touches only those that differ, so
 * that a changed setting restarts what it is about and nothing else.
 */
final class CameraConfigurations {

    static final String RECORDER_PID = "io.sluice.recorder.camera";
    static final String ANALYTICS_PID = "io.sluice.analytics.camera";

    /** Marks what is ours; a configuration made by somebody else is left alone. */
    static final String OWNER = "sluice.owner";

    private static final String OURS = "io.sluice.devices";

    private final ConfigurationAdmin admin;

    CameraConfigurations(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /** Makes the camera's configurations equal to its document. */
    void apply(CameraSpec camera, String driverPid) throws IOException {
        Map<String, Dictionary<String, Object>> wanted = new HashMap<>();
        wanted.put(driverPid + "~" + camera.id(), driver(camera));
        if (camera.recording().enabled()) {
            wanted.put(RECORDER_PID + "~" + camera.id(), recorder(camera));
        }
        for (AnalysisSpec analysis : camera.analyses()) {
            wanted.put(ANALYTICS_PID + "~" + camera.id() + "." + analysis.modelId(), analytics(camera.id(), analysis));
        }
        for (Configuration present : ours("(" + Camera.ID + "=" + camera.id() + ")")) {
            if (!wanted.containsKey(present.getPid())) {
                present.delete();
            }
        }
        for (Map.Entry<String, Dictionary<String, Object>> entry : wanted.entrySet()) {
            int tilde = entry.getKey().indexOf('~');
            String factory = entry.getKey().substring(0, tilde);
            String name = entry.getKey().substring(tilde + 1);
            admin.getFactoryConfiguration(factory, name, "?").updateIfDifferent(entry.getValue());
        }
    }

    /** Deletes all configurations of a camera. */
    void remove(String cameraId) throws IOException {
        for (Configuration present : ours("(" + Camera.ID + "=" + cameraId + ")")) {
            present.delete();
        }
    }

    /** Cameras that have a configuration of ours, documented or not. */
    Set<String> cameraIds() throws IOException {
        Set<String> ids = new TreeSet<>();
        for (Configuration present : ours("(" + Camera.ID + "=*)")) {
            ids.add((String) present.getProperties().get(Camera.ID));
        }
        return ids;
    }

    private List<Configuration> ours(String condition) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(&(" + OWNER + "=" + OURS + ")" + condition + ")");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(condition, e);
        }
    }

    private static Dictionary<String, Object> of(String cameraId) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(OWNER, OURS);
        properties.put(Camera.ID, cameraId);
        return properties;
    }

    private static Dictionary<String, Object> driver(CameraSpec camera) {
        Dictionary<String, Object> properties = of(camera.id());
        properties.put("camera.name", camera.name());
        camera.source().settings().forEach(properties::put);
        return properties;
    }

    private static Dictionary<String, Object> recorder(CameraSpec camera) {
        Dictionary<String, Object> properties = of(camera.id());
        properties.put("segment.seconds", camera.recording().segmentSeconds());
        properties.put("max.age.hours", camera.recording().maxAgeHours());
        return properties;
    }

    private static Dictionary<String, Object> analytics(String cameraId, AnalysisSpec analysis) {
        Dictionary<String, Object> properties = of(cameraId);
        properties.put("model.id", analysis.modelId());
        properties.put("frames.per.second", analysis.framesPerSecond());
        Region region = analysis.region();
        properties.put("region", region.x() + "," + region.y() + "," + region.width() + "," + region.height());
        properties.put("score.threshold", analysis.scoreThreshold());
        properties.put("labels", new TreeSet<>(analysis.labels()).toArray(String[]::new));
        properties.put("zones", texts(analysis.zones().stream()
                .map(zone -> zone.name() + ":" + points(zone.outline())).toList()));
        properties.put("lines", texts(analysis.lines().stream()
                .map(line -> line.name() + ":" + points(List.of(line.start(), line.end()))).toList()));
        properties.put("arguments", analysis.arguments());
        properties.put("candidate", analysis.candidate());
        return properties;
    }

    private static String[] texts(List<String> values) {
        return values.toArray(String[]::new);
    }

    private static String points(List<Point> points) {
        List<String> texts = new ArrayList<>();
        points.forEach(point -> texts.add(point.x() + "," + point.y()));
        return String.join(" ", texts);
    }
}
