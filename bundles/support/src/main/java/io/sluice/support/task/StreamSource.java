package io.sluice.support.task;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.task.Obstacle;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a task's pictures come from, read of its {@code StreamURL}: {@code rtsp://...} or {@code camera:<id>}. Files are none of them:
 * another node must not read those of this one.
 *
 * @param camera of this gateway whose stream is looked at; empty for an address
 * @param host of the address; empty for a camera
 * @param port of the address
 * @param video how a camera of the task's own gets it
 */
public record StreamSource(Optional<String> camera, String host, int port, CameraSpec.Source video) {

    private static final String CAMERA = "camera:";
    private static final int RTSP_PORT = 554;

    /** Empty where the address is of a form that no task can be run on. */
    public static Optional<StreamSource> of(String address) {
        if (address.startsWith(CAMERA)) {
            String id = address.substring(CAMERA.length());
            return id.isBlank() ? Optional.empty() : Optional.of(new StreamSource(Optional.of(id), "", 0,
                    new CameraSpec.Source("relay", Map.of("camera", id))));
        }
        try {
            URI uri = URI.create(address);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (!scheme.equals("rtsp") || uri.getHost() == null) {
                return Optional.empty();
            }
            return Optional.of(new StreamSource(Optional.empty(), uri.getHost(), uri.getPort() < 0 ? RTSP_PORT : uri.getPort(),
                    new CameraSpec.Source("rtsp", Map.of("url", address))));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** What is said where {@link #of} is empty. */
    public static Obstacle wrong(String address) {
        return new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, "runner.source.invalid",
                "StreamURL is neither rtsp://... nor camera:<id>: \"" + address + "\".");
    }

    /** Whether it is out of reach at present; takes a second at most. */
    public Optional<Obstacle> obstacle(Cameras cameras) {
        if (camera.isPresent()) {
            return cameras.find(camera.get()).isPresent() ? Optional.empty() : Optional.of(new Obstacle(
                    ExceptionCode.DATA_SOURCE_FAILED, "runner.source.unknown",
                    "This gateway has no camera " + camera.get() + "."));
        }
        return Reach.problem(host, port).map(problem -> new Obstacle(ExceptionCode.DATA_SOURCE_FAILED,
                "runner.source.unreachable", host + ":" + port + " cannot be reached: " + problem + "."));
    }
}
