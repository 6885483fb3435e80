package io.sluice.rest.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** By which names the gateway may be addressed. */
@ObjectClassDefinition(
        id = GuardFilter.PID,
        name = "Web access",
        description = "Protection of the gateway's addresses against pages of other sites.")
public @interface GuardConfig {

    @AttributeDefinition(
            name = "Host names",
            description = "Names under which browsers reach this gateway, besides its IP addresses and localhost.")
    String[] host_names() default {};
}
