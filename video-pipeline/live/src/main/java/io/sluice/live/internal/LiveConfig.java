package io.sluice.live.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits of the live view; a change takes effect at once and makes the viewers connect anew. */
@ObjectClassDefinition(
        id = LiveServlet.PID,
        name = "Live view",
        description = "Live pictures in the browser by fragments over WebSocket.")
@interface LiveConfig {

    @AttributeDefinition(name = "Most viewers", description = "Connections at a time, over all cameras.", min = "1")
    int max_viewers() default 256;

    @AttributeDefinition(
            name = "Fragments waiting",
            description = "Pictures that may wait for one slow viewer before it skips to the next key frame.",
            min = "2")
    int queue_fragments() default 90;

    @AttributeDefinition(
            name = "Bytes waiting",
            description = "Bytes that may wait for one slow viewer before it skips to the next key frame.",
            min = "65536")
    int queue_bytes() default 8 << 20;
}
