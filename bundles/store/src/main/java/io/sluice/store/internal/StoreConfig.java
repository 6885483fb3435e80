package io.sluice.store.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the relational store lies. */
@ObjectClassDefinition(
        id = StoreComponent.PID,
        name = "Relational store",
        description = "The embedded database for indices and results. It opens no port.")
public @interface StoreConfig {

    @AttributeDefinition(
            name = "File",
            description = "Path of the database without its ending; empty for db/sluice in the gateway's data folder.")
    String file() default "";

    @AttributeDefinition(name = "Cache (KiB)", description = "Memory for pages read.", min = "256")
    int cache_kib() default 4096;

    @AttributeDefinition(name = "Connections", description = "Most connections in use at a time.", min = "2")
    int connections() default 12;
}
