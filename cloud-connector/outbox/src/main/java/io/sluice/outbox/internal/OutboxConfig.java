package io.sluice.outbox.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How much waits for nodes that are away, and how long. */
@ObjectClassDefinition(
        id = OutboxComponent.PID,
        name = "Outbox",
        description = "Keeps results and states for other nodes until they have acknowledged them.")
public @interface OutboxConfig {

    @AttributeDefinition(
            name = "Most to wait (MiB)",
            description = "For each destination; beyond it the oldest is given up, and counted.",
            min = "16")
    int most_mib() default 1024;

    @AttributeDefinition(name = "Longest wait (hours)", description = "What is older is given up, and counted.", min = "1")
    int most_hours() default 168;
}
