package io.sluice.drivers.rtsp.internal;

import io.sluice.api.device.CameraDriver;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Tells how to configure an RTSP camera. */
@Component
public final class RtspDriver implements CameraDriver {

    static final String PID = "io.sluice.drivers.rtsp";

    @Override
    public String kind() {
        return "rtsp";
    }

    @Override
    public String factoryPid() {
        return PID;
    }

    @Override
    public List<String> secrets() {
        return List.of(RtspSettings.PASSWORD);
    }

    @Override
    public Map<String, String> canonical(Map<String, String> settings) {
        return RtspSettings.canonical(settings);
    }

    @Override
    public List<Problem> check(Map<String, String> settings) {
        return RtspSettings.problems(settings);
    }
}
