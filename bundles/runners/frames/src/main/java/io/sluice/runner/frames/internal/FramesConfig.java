package io.sluice.runner.frames.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How long tasks of frame extraction bear with a source that is away. */
@ObjectClassDefinition(
        id = FramesRunner.PID,
        name = "Tasks of frame extraction",
        description = "Takes pictures out of streams for other nodes.")
public @interface FramesConfig {

    @AttributeDefinition(
            name = "Patience (s)",
            description = "A task whose source sends no picture for so long has failed.",
            min = "1")
    int patience_seconds() default 300;
}
