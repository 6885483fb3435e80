package io.sluice.accel.onnxcuda.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How NVIDIA's GPUs run models. */
@ObjectClassDefinition(
        id = CudaDriver.PID,
        name = "NVIDIA GPUs",
        description = "Runs ONNX models on NVIDIA's GPUs by ONNX Runtime.")
@interface CudaConfig {

    @AttributeDefinition(
            name = "Provider",
            description = "TensorRT makes an engine of each model first, which takes minutes, and is faster then.",
            options = {@Option(label = "CUDA", value = "cuda"), @Option(label = "TensorRT", value = "tensorrt")})
    String provider() default "cuda";

    @AttributeDefinition(
            name = "float16 in TensorRT",
            description = "Lets TensorRT compute in float16: faster, and a little less exact.")
    boolean tensorrt_float16() default false;

    @AttributeDefinition(
            name = "int8 in TensorRT",
            description = "Lets TensorRT compute in int8 what a quantised model has in int8.")
    boolean tensorrt_int8() default false;

    @AttributeDefinition(
            name = "Most memory a model",
            description = "MiB of the GPU's memory for the tensors of one model; 0 for whatever there is.",
            min = "0")
    int memory_limit_mib() default 0;

    @AttributeDefinition(
            name = "Runs at once",
            description = "On each GPU. More than one hides the copies behind other runs, and makes each last longer.",
            min = "1",
            max = "16")
    int lanes() default 1;

    @AttributeDefinition(
            name = "Most seconds a run",
            description = "A run that lasts longer is stopped; a model that is stopped three times in a row is not run any more.",
            min = "1",
            max = "3600")
    int run_limit_seconds() default 5;

    @AttributeDefinition(
            name = "NVML",
            description = "Path of libnvidia-ml.so.1; empty for wherever the loader finds it.")
    String library() default "";

    @AttributeDefinition(
            name = "Look every",
            description = "Seconds between looks whether the GPUs are there.",
            min = "1")
    int look_seconds() default 10;
}
