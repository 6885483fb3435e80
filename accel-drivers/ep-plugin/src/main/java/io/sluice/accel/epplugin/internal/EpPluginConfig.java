package io.sluice.accel.epplugin.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** One library with an execution provider, and what nobody but the owner knows of its chip. */
@ObjectClassDefinition(
        id = EpPluginDriver.PID,
        name = "Execution provider",
        description = "Runs ONNX models on a chip by a library with an execution provider for ONNX Runtime, as the chip's maker"
                + " gives it out.")
@interface EpPluginConfig {

    @AttributeDefinition(
            name = "Name",
            description = "What its devices are called here: npu makes npu-0, npu-1. Small letters, digits and hyphens.")
    String name();

    @AttributeDefinition(name = "Library", description = "Path of the library with the execution provider.")
    String library();

    @AttributeDefinition(
            name = "Execution provider",
            description = "Which one, where the library has several; empty for all of them.")
    String provider() default "";

    @AttributeDefinition(
            name = "Options",
            description = "For the execution provider, each as name=value, as its maker describes them.")
    String[] options() default {};

    @AttributeDefinition(
            name = "Kind of chip",
            description = "Where ONNX Runtime does not know it: most makers' providers speak for the processor's entry.",
            options = {
                @Option(label = "As ONNX Runtime says", value = ""),
                @Option(label = "NPU", value = "NPU"),
                @Option(label = "GPU", value = "GPU"),
                @Option(label = "FPGA", value = "FPGA"),
                @Option(label = "Processor", value = "CPU")
            })
    String kind() default "";

    @AttributeDefinition(name = "Chip", description = "Model of the chip, for people; empty for what the provider tells.")
    String chip() default "";

    @AttributeDefinition(
            name = "Location",
            description = "Which device of this machine it is, such as pci:0000:01:00.0 or rknpu:0, so that another driver's"
                    + " claim on it is noticed; empty for what the provider tells.")
    String location() default "";

    @AttributeDefinition(
            name = "Operations a second",
            description = "As the chip's maker states them, each as precision=TOPS, such as int8=6.")
    String[] operations() default {};

    @AttributeDefinition(name = "Memory in MiB", description = "Of the chip; 0 where it is not known.", min = "0")
    int memory_mb() default 0;

    @AttributeDefinition(name = "Runs at once", description = "How many runs the chip truly does at the same time.", min = "1")
    int lanes() default 1;

    @AttributeDefinition(
            name = "Formats",
            description = "Formats of models to give it; all of them are ONNX files, perhaps compiled for the chip.")
    String[] formats() default {"onnx"};

    @AttributeDefinition(
            name = "Models in part",
            description = "Whether to load models of which the execution provider takes a part only; the rest runs on the"
                    + " processor.")
    boolean partial() default true;

    @AttributeDefinition(
            name = "Most seconds a run",
            description = "A run that lasts longer is stopped; a model that is stopped three times in a row is not run any more.",
            min = "1",
            max = "3600")
    int run_limit_seconds() default 5;

    @AttributeDefinition(name = "Look every", description = "Seconds between looks whether the library is there.", min = "1")
    int look_seconds() default 10;
}
