package io.sluice.runner.inference.internal;

import io.sluice.api.device.CameraSpec;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a task's pictures come from, read of its {@code StreamURL}.
 *
 * @param camera of this gateway whose stream is looked at; empty for an address
 * @param host of the address; empty for a camera
 * @param port of the address
 * @param video how the gateway gets it
 */
record Source(Optional<String> camera, String host, int port, CameraSpec.Source video) {

    private static final String CAMERA = "camera:";
    private static final int RTSP_PORT = 554;

    /** Empty where the address is of a form that no task can be run on. */
    static Optional<Source> of(String address) {
        if (address.startsWith(CAMERA)) {
            String id = address.substring(CAMERA.length());
            return id.isBlank() ? Optional.empty() : Optional.of(new Source(Optional.of(id), "", 0,
                    new CameraSpec.Source("relay", Map.of("camera", id))));
        }
        try {
            URI uri = URI.create(address);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (!scheme.equals("rtsp") || uri.getHost() == null) {
                return Optional.empty();
            }
            return Optional.of(new Source(Optional.empty(), uri.getHost(), uri.getPort() < 0 ? RTSP_PORT : uri.getPort(),
                    new CameraSpec.Source("rtsp", Map.of("url", address))));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
