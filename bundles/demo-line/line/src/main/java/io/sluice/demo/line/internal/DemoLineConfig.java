package io.sluice.demo.line.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the simulated line. */
@ObjectClassDefinition(
        id = DemoLine.PID,
        name = "Simulated inspection line",
        description = "A solder-joint inspection line, rendered by the gateway and served over RTSP to itself.")
@interface DemoLineConfig {

    @AttributeDefinition(
            name = "Port",
            description = "TCP port of the RTSP server; 0 takes a free one.",
            min = "0",
            max = "65535")
    int port() default 8554;
}
