package io.sluice.runner.transcode.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How long tasks of transcoding bear with a source that is away. */
@ObjectClassDefinition(
        id = TranscodeRunner.PID,
        name = "Tasks of transcoding",
        description = "Encodes, decodes and transcodes video for other nodes.")
public @interface TranscodeConfig {

    @AttributeDefinition(
            name = "Patience (s)",
            description = "A task whose source sends no picture for so long has failed.",
            min = "1")
    int patience_seconds() default 300;
}
