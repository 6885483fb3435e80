package io.sluice.runner.preprocessing.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How long tasks of preprocessing bear with a source that is away. */
@ObjectClassDefinition(
        id = PreprocessingRunner.PID,
        name = "Tasks of preprocessing",
        description = "Makes pictures ready for other nodes.")
public @interface PreprocessingConfig {

    @AttributeDefinition(
            name = "Patience (s)",
            description = "A task whose source sends no picture for so long has failed.",
            min = "1")
    int patience_seconds() default 300;
}
