package io.sluice.compression.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How much compressing may take. */
@ObjectClassDefinition(
        id = CompressionComponent.PID,
        name = "Compression",
        description = "Compressing and cutting of models on this gateway, in a process of its own at the lowest priority."
                + " A change interrupts the job that runs.")
public @interface CompressionConfig {

    @AttributeDefinition(name = "Heap, in MB", description = "Java heap of the process.", min = "128", max = "8192")
    int heap_mb() default 384;

    @AttributeDefinition(
            name = "Frames, in MB",
            description = "Memory for frames outside that heap. Fewer frames are taken where they would need more.",
            min = "16", max = "8192")
    int frames_mb() default 256;

    @AttributeDefinition(
            name = "Largest model, in MB",
            description = "Larger ones are refused.",
            min = "1", max = "1024")
    int most_model_mb() default 48;

    @AttributeDefinition(
            name = "Longest job, in minutes",
            description = "A job that takes longer is ended.",
            min = "1", max = "1440")
    int most_minutes() default 60;

    @AttributeDefinition(
            name = "Jobs kept",
            description = "How many jobs are remembered; of more, the oldest are forgotten.",
            min = "1", max = "1000")
    int kept_jobs() default 50;
}
