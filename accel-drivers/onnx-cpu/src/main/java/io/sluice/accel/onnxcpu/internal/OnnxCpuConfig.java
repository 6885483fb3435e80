package io.sluice.accel.onnxcpu.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How the processor runs models. */
@ObjectClassDefinition(
        id = OnnxCpuAccelerator.PID,
        name = "Processor",
        description = "Runs models on the processor by ONNX Runtime.")
public @interface OnnxCpuConfig {

    @AttributeDefinition(
            name = "Most seconds a run",
            description = "A run that lasts longer is stopped; a model that is stopped three times in a row is not run any more.",
            min = "1",
            max = "3600")
    int run_limit_seconds() default 5;
}
