package io.sluice.accel.ascend.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where AscendCL is. */
@ObjectClassDefinition(
        id = AscendDriver.PID,
        name = "Huawei Ascend NPU",
        description = "Runs om models on Ascend chips and cards.")
@interface AscendConfig {

    @AttributeDefinition(
            name = "Library",
            description = "Path of libascendcl.so; empty for wherever the loader finds it. It is a fault only if given and"
                    + " not found.")
    String library() default "";

    @AttributeDefinition(
            name = "Look every",
            description = "Seconds between looks whether the devices are there.",
            min = "1")
    int look_seconds() default 10;
}
