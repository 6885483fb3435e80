package io.sluice.parts.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Which parts of results are fetched instead of sent, and how much is kept of them. Changes apply at once. */
@ObjectClassDefinition(
        id = PartsComponent.PID,
        name = "Parts of results",
        description = "Keeps big pictures and clips of results until the nodes that they are for have fetched them.")
public @interface PartsConfig {

    @AttributeDefinition(name = "Big from (KiB)", description = "Larger parts are sent by reference.", min = "1")
    int big_kib() default 256;

    @AttributeDefinition(name = "Most to keep (MiB)", description = "Beyond it the oldest parts are given up, and counted.", min = "16")
    int most_mib() default 2048;

    @AttributeDefinition(name = "Longest to keep (hours)", description = "What is older is given up, and counted.", min = "1")
    int most_hours() default 168;

    @AttributeDefinition(
            name = "Most of others (MiB)",
            description = "So much of what was fetched is kept; beyond it the oldest goes.",
            min = "16")
    int fetched_mib() default 1024;

    @AttributeDefinition(name = "Largest part taken (MiB)", description = "Larger parts of others are not fetched.", min = "1", max = "1024")
    int largest_mib() default 256;
}
