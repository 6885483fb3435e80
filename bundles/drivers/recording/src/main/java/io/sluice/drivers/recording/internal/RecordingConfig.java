package io.sluice.drivers.recording.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one recorded range that plays as a camera. */
@ObjectClassDefinition(
        id = RecordingCamera.PID,
        name = "Recorded range",
        description = "Plays what was recorded of a camera, once, never faster than it is read.")
public @interface RecordingConfig {

    @AttributeDefinition(name = "Camera id", description = "The id of its own.")
    String camera_id();

    @AttributeDefinition(name = "Camera name", description = "The name, for people.", required = false)
    String camera_name() default "";

    @AttributeDefinition(name = "Camera", description = "The id of the camera whose recording it is.")
    String camera();

    @AttributeDefinition(name = "From", description = "Time of the first picture, such as 2026-03-01T08:00:00Z.")
    String from();

    @AttributeDefinition(name = "To", description = "Time after the last picture.")
    String to();

    @AttributeDefinition(name = "Speed", description = "1 as it was taken, 0 as fast as it is read.", min = "0", max = "64")
    double speed() default 1;

    @AttributeDefinition(
            name = "Reader",
            description = "Plays only while a reader whose name begins so is there, and waits for it; empty for any reader.",
            required = false)
    String reader() default "";
}
