package io.sluice.drivers.rtsp.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** One camera that speaks RTSP. */
@ObjectClassDefinition(
        id = RtspDriver.PID,
        name = "RTSP camera",
        description = "An IP camera, recorder or encoder that sends H.264 or H.265 over RTSP.")
@interface RtspConfig {

    @AttributeDefinition(name = "Camera id", description = "Short unique name, such as gate-1.")
    String camera_id();

    @AttributeDefinition(name = "Name", description = "As people call it; may be changed while it runs.")
    String camera_name() default "";

    @AttributeDefinition(
            name = "Address",
            description = "rtsp://host[:port]/path, as the camera's manual or its ONVIF profile names it. The port is"
                    + " 554 where none is given.")
    String url();

    @AttributeDefinition(
            name = "User",
            description = "Where the camera asks for one. Takes precedence over a user within the address.")
    String user() default "";

    @AttributeDefinition(name = "Password", description = "Of the user.", type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(
            name = "Transport",
            description = "TCP loses nothing and passes firewalls; UDP suits cameras that offer nothing else; automatic"
                    + " tries TCP first.",
            options = {
                @Option(label = "TCP", value = "tcp"),
                @Option(label = "UDP", value = "udp"),
                @Option(label = "Automatic", value = "auto")
            })
    String transport() default "tcp";
}
