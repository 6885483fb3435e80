package io.sluice.resources.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where this node stands, and how often and how patiently nodes speak about resources. */
@ObjectClassDefinition(
        id = ResourcesComponent.PID,
        name = "Resources for other nodes",
        description = "Answers queries for resources and algorithms, and reports resources to upper nodes.")
public @interface ResourcesConfig {

    @AttributeDefinition(
            name = "Longitude", description = "Of this node in degrees, -180 to 180; empty when it is not known.")
    String longitude() default "";

    @AttributeDefinition(
            name = "Latitude", description = "Of this node in degrees, -90 to 90; empty when it is not known.")
    String latitude() default "";

    @AttributeDefinition(
            name = "Report (s)",
            description = "Between two reports to upper nodes of what is free; a failure is told at once, a large change when it lasts.",
            min = "1")
    int report_seconds() default 300;

    @AttributeDefinition(
            name = "Patience (s)",
            description = "How long nodes below may take to answer a query that is handed on to them.",
            min = "1")
    int patience_seconds() default 8;
}
