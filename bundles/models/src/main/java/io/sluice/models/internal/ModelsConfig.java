package io.sluice.models.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where models are looked for. */
@ObjectClassDefinition(
        id = ModelWatch.PID,
        name = "Models",
        description = "Folders in which algorithm folders are looked for.")
public @interface ModelsConfig {

    @AttributeDefinition(
            name = "Directories",
            description = "Absolute paths of further folders of algorithm folders. Those in the gateway's data folder"
                    + " come first, then these, then those of the distribution; the first with an id wins.")
    String[] directories() default {};
}
