package io.sluice.recorder.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where recordings go and how much room they may take. */
@ObjectClassDefinition(
        id = RecorderComponent.PID,
        name = "Recorder",
        description = "Records cameras as fragmented MP4. The oldest recordings make room for new ones.")
public @interface RecorderConfig {

    @AttributeDefinition(
            name = "Folder",
            description = "Empty for the folder recordings in the gateway's data folder.")
    String directory() default "";

    @AttributeDefinition(name = "Most bytes", description = "Of all recordings together; 0 for no limit.", min = "0")
    long max_bytes() default 0;

    @AttributeDefinition(
            name = "Least free bytes",
            description = "Kept free on the disk; when deleting old recordings does not help, recording stops.",
            min = "0")
    long min_free_bytes() default 1L << 30;
}
