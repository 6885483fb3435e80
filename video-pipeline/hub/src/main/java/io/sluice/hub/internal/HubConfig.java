package io.sluice.hub.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How much of each stream is kept in memory. */
@ObjectClassDefinition(
        id = HubComponent.PID,
        name = "Stream hub",
        description = "Keeps the latest part of each stream, so that readers attach, detach and return without loss.")
public @interface HubConfig {

    @AttributeDefinition(
            name = "History (seconds)",
            description = "How long a unit is kept beyond the current group of pictures.",
            min = "0",
            max = "60")
    int history_seconds() default 5;

    @AttributeDefinition(
            name = "Most units per stream",
            description = "Beyond this even the current group of pictures is cut at its beginning.",
            min = "1")
    int max_units() default 2000;

    @AttributeDefinition(
            name = "Most bytes per stream",
            description = "Beyond this even the current group of pictures is cut at its beginning.",
            min = "1")
    long max_bytes() default 32L << 20;

    @AttributeDefinition(
            name = "Most bytes of all streams",
            description = "Beyond this, streams keep no history before their current group of pictures.",
            min = "1")
    long max_total_bytes() default 48L << 20;
}
