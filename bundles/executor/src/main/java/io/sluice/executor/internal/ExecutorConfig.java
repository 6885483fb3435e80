package io.sluice.executor.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How many tasks this node takes. Changes apply at once and end no task. */
@ObjectClassDefinition(
        id = ExecutorComponent.PID,
        name = "Executor",
        description = "Runs tasks that other nodes or this one give (T/AI 116.6).")
public @interface ExecutorConfig {

    @AttributeDefinition(name = "Tasks at once", description = "Most tasks that run at a time; more wait in the queue.", min = "0")
    int concurrent() default 8;

    @AttributeDefinition(name = "Tasks accepted", description = "Most tasks that have not ended; more are refused.", min = "1")
    int accepted() default 1000;

    @AttributeDefinition(name = "Ended tasks kept (hours)", description = "So long the state of an ended task can be asked for.", min = "0")
    int kept_hours() default 168;

    @AttributeDefinition(name = "Ended tasks kept", description = "Most ended tasks kept; the oldest go first.", min = "0")
    int kept() default 1000;

    @AttributeDefinition(
            name = "Longest run (s)",
            description = "A task that ran so long fails, where it says nothing itself (MaxRunSeconds in ExecutionCond/ExtendedInfo). 0: none.",
            min = "0")
    int run_seconds() default 0;

    @AttributeDefinition(
            name = "Longest silence (s)",
            description = "A task that ran so long without progress, checkpoint or result fails, where it says nothing itself"
                    + " (MaxSilentSeconds). 0: none.",
            min = "0")
    int silent_seconds() default 0;

    @AttributeDefinition(
            name = "Longest call of a runner (s)",
            description = "A runner that takes longer to start, change or end a task is given up for that task, which fails.",
            min = "1")
    int hang_seconds() default 60;

    @AttributeDefinition(
            name = "Displace",
            description = "Whether a task that has no room takes that of a less urgent one, which goes on when there is room again.")
    boolean displace() default true;
}
