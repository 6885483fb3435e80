package io.sluice.models.internal.sync;

import io.sluice.api.model.AlgorithmStore.Activation;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** With which other gateway packages are exchanged. */
@ObjectClassDefinition(
        id = ModelSync.PID,
        name = "Model synchronisation",
        description = "Exchange of algorithm packages with the repository of another gateway, above or below.")
public @interface SyncConfig {

    @AttributeDefinition(
            name = "Address",
            description = "Of the other gateway, such as https://centre.example:8443; empty for none.")
    String url() default "";

    @AttributeDefinition(
            name = "Peer",
            description = "Name of the other gateway's key in the folder of peers' keys, without .pem. Empty only where this"
                    + " machine's own gateway is asked and loopback is open: nothing is signed then.")
    String peer() default "";

    @AttributeDefinition(name = "Fetch", description = "Whether packages are fetched from there.")
    boolean pull() default true;

    @AttributeDefinition(name = "Send", description = "Whether packages are sent there.")
    boolean push() default false;

    @AttributeDefinition(
            name = "Activation",
            description = "Whether a version that was fetched becomes the active one. It is verified as any other.")
    Activation activation() default Activation.IF_FIRST;

    @AttributeDefinition(name = "Period", description = "Seconds from one comparison to the next, 1 or more.")
    int period_seconds() default 300;

    @AttributeDefinition(
            name = "Attempts",
            description = "How often a transfer is tried without a byte of progress, until the next comparison.")
    int attempts() default 5;

    @AttributeDefinition(
            name = "Pause", description = "Milliseconds before the second attempt; twice as long before each further.")
    int pause_millis() default 1000;
}
