package io.sluice.drivers.relay.internal;

import io.sluice.api.device.CameraDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Streams of other cameras as a kind of camera. Whether there is such a camera is no matter of its settings: it may come later. */
@Component
public final class RelayDriver implements CameraDriver {

    @Override
    public String kind() {
        return "relay";
    }

    @Override
    public String factoryPid() {
        return RelayCamera.PID;
    }

    @Override
    public List<Problem> check(Map<String, String> settings) {
        List<Problem> problems = new ArrayList<>();
        settings.keySet().stream().filter(name -> !name.equals("camera")).sorted()
                .forEach(name -> problems.add(new Problem(name, "is not known; there is: camera")));
        if (settings.getOrDefault("camera", "").isBlank()) {
            problems.add(new Problem("camera", "is missing; give the id of the camera whose stream it is"));
        }
        return problems;
    }
}
