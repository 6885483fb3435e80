package io.sluice.accel.openvino.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where OpenVINO is and which of its devices are used. */
@ObjectClassDefinition(
        id = OpenVinoDriver.PID,
        name = "OpenVINO",
        description = "Runs ONNX and IR models on Intel's GPUs and NPUs.")
@interface OpenVinoConfig {

    @AttributeDefinition(
            name = "Library",
            description = "Path of libopenvino_c.so; empty for wherever the loader finds it. It is a fault only if given"
                    + " and not found.")
    String library() default "";

    @AttributeDefinition(
            name = "Kinds of device",
            description = "CPU, GPU, NPU. The processor is left to ONNX Runtime unless named here.")
    String[] kinds() default {"GPU", "NPU"};

    @AttributeDefinition(
            name = "Look every",
            description = "Seconds between looks whether the devices are there.",
            min = "1")
    int look_seconds() default 10;
}
