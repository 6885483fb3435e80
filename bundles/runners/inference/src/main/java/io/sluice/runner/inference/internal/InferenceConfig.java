package io.sluice.runner.inference.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How long tasks of inference bear with what is away. */
@ObjectClassDefinition(
        id = InferenceRunner.PID,
        name = "Tasks of inference",
        description = "Runs algorithms of this node on streams for other nodes.")
public @interface InferenceConfig {

    @AttributeDefinition(
            name = "Patience (s)",
            description = "A task whose source sends no picture for so long, or whose algorithm cannot run for so long, has failed.",
            min = "1")
    int patience_seconds() default 300;
}
