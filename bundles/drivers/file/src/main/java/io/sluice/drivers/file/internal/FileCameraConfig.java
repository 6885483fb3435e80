package io.sluice.drivers.file.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one video file that plays as a camera. */
@ObjectClassDefinition(
        id = FileCamera.PID,
        name = "Video file",
        description = "Plays a video file with H.264 or H.265 as if it were a camera, at real speed.")
public @interface FileCameraConfig {

    @AttributeDefinition(name = "Camera", description = "The camera's id.")
    String camera_id();

    @AttributeDefinition(name = "Camera name", description = "The camera's name, for people.", required = false)
    String camera_name() default "";

    @AttributeDefinition(name = "Path", description = "The file's absolute path on the gateway.")
    String path();

    @AttributeDefinition(name = "Loop", description = "Begins anew at the end; otherwise plays once.")
    boolean loop() default true;
}
