package io.sluice.recorder.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How one camera is recorded. */
@ObjectClassDefinition(
        id = CameraComponent.PID,
        name = "Recorder of a camera",
        description = "Records the stream of one camera.")
public @interface CameraConfig {

    @AttributeDefinition(name = "Camera", description = "Id of the camera.")
    String camera_id();

    @AttributeDefinition(
            name = "Segment (seconds)",
            description = "Aimed-at length of a file; it ends at the next key frame.",
            min = "1",
            max = "3600")
    int segment_seconds() default 10;

    @AttributeDefinition(
            name = "Most age (hours)",
            description = "Older recordings are deleted; 0 for no limit by age.",
            min = "0")
    int max_age_hours() default 168;
}
