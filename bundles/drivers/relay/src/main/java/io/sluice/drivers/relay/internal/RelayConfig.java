package io.sluice.drivers.relay.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one relayed stream. */
@ObjectClassDefinition(
        id = RelayCamera.PID,
        name = "Relayed stream",
        description = "Shows the stream of another camera of this gateway under an id of its own, without a second connection.")
public @interface RelayConfig {

    @AttributeDefinition(name = "Camera id", description = "The id of its own.")
    String camera_id();

    @AttributeDefinition(name = "Camera name", description = "The name, for people.", required = false)
    String camera_name() default "";

    @AttributeDefinition(name = "Camera", description = "The id of the camera whose stream it is.")
    String camera();
}
