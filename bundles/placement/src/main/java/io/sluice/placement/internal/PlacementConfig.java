package io.sluice.placement.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How strictly accelerators are shared. */
@ObjectClassDefinition(
        id = PlacementComponent.PID,
        name = "Placement",
        description = "How the accelerators are shared among the analyses. A change places all of them anew.")
public @interface PlacementConfig {

    @AttributeDefinition(
            name = "Limit",
            description = "Most part of an accelerator's time that is promised, by worst cases: 0.9 leaves a tenth free.",
            min = "0.1", max = "1")
    double limit() default 0.9;

    @AttributeDefinition(
            name = "Margin",
            description = "The longest run measured, times this, is the worst case a stream is admitted by.",
            min = "1", max = "10")
    double margin() default 1.2;

    @AttributeDefinition(
            name = "Hottest, in degrees Celsius",
            description = "An accelerator hotter than this is given half of its work until it has cooled; 0 for no limit.",
            min = "0", max = "200")
    double hottest_celsius() default 90;

    @AttributeDefinition(
            name = "Failures in a row",
            description = "After so many failed runs one after the other an accelerator is left alone for a while.",
            min = "1", max = "1000")
    int failures_in_row() default 3;

    @AttributeDefinition(
            name = "Seconds left alone",
            description = "How long an accelerator that failed is left alone; up to eight times that when it fails again.",
            min = "1", max = "3600")
    int back_off_seconds() default 30;

    @AttributeDefinition(
            name = "Seconds kept loaded",
            description = "How long a model stays loaded after its last user has gone.",
            min = "0", max = "86400")
    int grace_seconds() default 30;

    @AttributeDefinition(
            name = "Seconds until a run hangs",
            description = "An accelerator whose run takes longer is taken to have failed.",
            min = "1", max = "3600")
    int hang_seconds() default 10;

    @AttributeDefinition(
            name = "Seconds to load",
            description = "An accelerator that takes longer to load a model is taken to have failed. Some build an engine"
                    + " for minutes at the first time.",
            min = "1", max = "7200")
    int load_seconds() default 600;
}
