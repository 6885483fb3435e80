package io.sluice.drivers.recording.internal;

import io.sluice.api.device.CameraDriver;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Recorded ranges as a kind of camera. Whether anything was recorded then is no matter of its settings. */
@Component
public final class RecordingDriver implements CameraDriver {

    static final double FASTEST = 64;
    private static final Set<String> SETTINGS = Set.of("camera", "from", "to", "speed", "reader");

    @Override
    public String kind() {
        return "recording";
    }

    @Override
    public String factoryPid() {
        return RecordingCamera.PID;
    }

    @Override
    public List<Problem> check(Map<String, String> settings) {
        List<Problem> problems = new ArrayList<>();
        settings.keySet().stream().filter(name -> !SETTINGS.contains(name)).sorted().forEach(name ->
                problems.add(new Problem(name, "is not known; there are: " + String.join(", ", new TreeSet<>(SETTINGS)))));
        if (settings.getOrDefault("camera", "").isBlank()) {
            problems.add(new Problem("camera", "is missing; give the id of the camera whose recording it is"));
        }
        Optional<Instant> from = time("from", settings, problems);
        Optional<Instant> to = time("to", settings, problems);
        if (from.isPresent() && to.isPresent() && !to.get().isAfter(from.get())) {
            problems.add(new Problem("to", "must be after from"));
        }
        speed(settings.getOrDefault("speed", "1"), problems);
        return problems;
    }

    private static Optional<Instant> time(String name, Map<String, String> settings, List<Problem> problems) {
        try {
            return Optional.of(Instant.parse(settings.getOrDefault(name, "")));
        } catch (DateTimeException wrong) {
            problems.add(new Problem(name, "must be a time such as 2026-03-01T08:00:00Z"));
            return Optional.empty();
        }
    }

    private static void speed(String text, List<Problem> problems) {
        try {
            double speed = Double.parseDouble(text);
            if (!(speed >= 0 && speed <= FASTEST)) {
                problems.add(new Problem("speed", "must be from 0 to " + (int) FASTEST));
            }
        } catch (NumberFormatException wrong) {
            problems.add(new Problem("speed", "must be a number"));
        }
    }
}
