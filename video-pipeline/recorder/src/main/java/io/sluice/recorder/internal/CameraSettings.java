package io.sluice.recorder.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.stream.AccessUnit;
import java.util.regex.Pattern;

/**
 * How one camera is recorded.
 *
 * @param camera its id, which is also the name of its folder
 * @param segmentTicks aimed-at length of a file, 1/90 000 s
 * @param maxAgeHours older files are deleted; 0 for no limit
 */
record CameraSettings(String camera, long segmentTicks, int maxAgeHours) {

    /** As {@link io.sluice.api.device.CameraSpec#id()}; nothing else becomes part of a path. */
    static final Pattern CAMERA_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    static CameraSettings of(CameraConfig config) {
        String camera = config.camera_id() == null ? "" : config.camera_id();
        if (!CAMERA_ID.matcher(camera).matches()) {
            throw new InvalidInputException("recorder.camera_id", "camera.id",
                    "'" + camera + "' is no id of a camera.",
                    "Use 1 to 63 letters, digits, '-' or '_', beginning with a letter or digit.");
        }
        return new CameraSettings(
                camera,
                Math.max(1L, config.segment_seconds()) * AccessUnit.TICKS_PER_SECOND,
                Math.max(0, config.max_age_hours()));
    }
}
