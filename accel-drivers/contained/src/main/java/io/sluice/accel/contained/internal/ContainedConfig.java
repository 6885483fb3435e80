package io.sluice.accel.contained.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Which driver runs in a process of its own, and what that process may do. */
@ObjectClassDefinition(
        id = ContainedDriver.PID,
        name = "Driver in a process of its own",
        description = "Runs a driver of accelerators outside the gateway's process, so that a crash of its native code costs"
                + " only the runs in flight.")
@interface ContainedConfig {

    @AttributeDefinition(
            name = "Driver",
            description = "Symbolic name of the driver's bundle, such as io.sluice.accel.onnxcpu; it must be among the"
                    + " gateway's bundles.")
    String driver();

    @AttributeDefinition(
            name = "Most seconds a run",
            description = "A driver that does not answer for longer is killed and started again. Longer than the driver's"
                    + " own limit, which costs less.",
            min = "1",
            max = "3600")
    int run_limit_seconds() default 30;

    @AttributeDefinition(name = "Most seconds a load", min = "1", max = "3600")
    int load_limit_seconds() default 120;

    @AttributeDefinition(
            name = "Crashes to quarantine",
            description = "A model that crashes the driver so many times in a row is not run for a while.",
            min = "1",
            max = "100")
    int crashes() default 3;

    @AttributeDefinition(
            name = "Minutes of quarantine",
            description = "For how long such a model is not run. Then it is tried again: one more crash, and it is not run for"
                    + " twice as long, up to a day.",
            min = "1",
            max = "10080")
    int quarantine_minutes() default 60;

    @AttributeDefinition(name = "Java heap in MiB", description = "Models and tensors lie outside it.", min = "16")
    int heap_mb() default 48;

    @AttributeDefinition(
            name = "Options of Java",
            description = "More options of the process's virtual machine, such as -Djna.library.path=/opt/vendor/lib.")
    String[] java_options() default {};
}
