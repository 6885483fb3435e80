package io.sluice.inbox.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How many results of other nodes are kept, and how long. Changes apply at once. */
@ObjectClassDefinition(
        id = InboxComponent.PID,
        name = "Inbox",
        description = "Keeps results that other nodes send to this one.")
public @interface InboxConfig {

    @AttributeDefinition(name = "Most results", description = "Beyond it the oldest go, and are counted.", min = "1000", max = "1000000")
    int most_results() default 100_000;

    @AttributeDefinition(name = "Most to keep (MiB)", description = "Beyond it the oldest go, and are counted.", min = "16")
    int most_mib() default 1024;

    @AttributeDefinition(name = "Longest to keep (hours)", description = "What is older goes, and is counted.", min = "1")
    int most_hours() default 168;

    @AttributeDefinition(
            name = "Fetch parts at once",
            description = "Fetches big pictures and clips as soon as a result names them, not only when somebody looks.")
    boolean fetch_at_once() default false;
}
