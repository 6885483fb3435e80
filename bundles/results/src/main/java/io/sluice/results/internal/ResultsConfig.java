package io.sluice.results.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How long results are kept. */
@ObjectClassDefinition(
        id = DurableResults.PID,
        name = "Results",
        description = "How long what the analytics found is kept.")
public @interface ResultsConfig {

    @AttributeDefinition(
            name = "Most hours", description = "Results older than this are deleted; 0 for no limit by age.", min = "0")
    int max_age_hours() default 30 * 24;

    @AttributeDefinition(
            name = "Most results",
            description = "When there are more, the oldest are deleted; 0 for no limit by number.",
            min = "0")
    long max_results() default 250_000;
}
