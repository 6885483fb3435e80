package io.sluice.accel.rockchip.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Where the runtime is and how it is used. */
@ObjectClassDefinition(
        id = RockchipDriver.PID,
        name = "Rockchip NPU",
        description = "Runs RKNN models on the NPU of a Rockchip chip.")
@interface RockchipConfig {

    @AttributeDefinition(
            name = "Library",
            description = "Path of librknnrt.so; empty for wherever the loader finds it. It is a fault only if given and"
                    + " not found.")
    String library() default "";

    @AttributeDefinition(
            name = "Cores",
            description = "Which cores run models.",
            options = {
                @Option(label = "Whichever is idle", value = "0"),
                @Option(label = "Core 0", value = "1"),
                @Option(label = "Core 1", value = "2"),
                @Option(label = "Core 2", value = "4"),
                @Option(label = "Cores 0 and 1 together", value = "3"),
                @Option(label = "All three together", value = "7")
            })
    int cores() default 0;

    @AttributeDefinition(name = "Look every", description = "Seconds between looks whether the device is there.", min = "1")
    int look_seconds() default 10;
}
