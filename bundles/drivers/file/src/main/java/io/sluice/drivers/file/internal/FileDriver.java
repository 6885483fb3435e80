package io.sluice.drivers.file.internal;

import io.sluice.api.device.CameraDriver;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Video files as a kind of camera. Whether a file is there is no matter of its settings: it may come later. */
@Component
public final class FileDriver implements CameraDriver {

    private static final Set<String> SETTINGS = Set.of("path", "loop");

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public String factoryPid() {
        return FileCamera.PID;
    }

    @Override
    public List<Problem> check(Map<String, String> settings) {
        List<Problem> problems = new ArrayList<>();
        settings.keySet().stream()
                .filter(name -> !SETTINGS.contains(name))
                .sorted()
                .forEach(name -> problems.add(new Problem(name, "is not known; there are: loop, path")));
        checkPath(settings.getOrDefault("path", ""), problems);
        String loop = settings.getOrDefault("loop", "true");
        if (!loop.equals("true") && !loop.equals("false")) {
            problems.add(new Problem("loop", "must be true or false"));
        }
        return problems;
    }

    private static void checkPath(String path, List<Problem> problems) {
        try {
            if (path.isBlank()) {
                problems.add(new Problem("path", "is missing; give the absolute path of a video file"));
            } else if (!Path.of(path).isAbsolute()) {
                problems.add(new Problem("path", "must be absolute, beginning with /"));
            }
        } catch (InvalidPathException error) {
            problems.add(new Problem("path", "is no path: " + error.getReason()));
        }
    }
}
