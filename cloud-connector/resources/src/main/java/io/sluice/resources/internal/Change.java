package io.sluice.resources.internal;

import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.AvailableResource.CommonResource;
import io.sluice.api.message.AvailableResource.ComputeResource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether what is free has changed so much that a scheduler should know before the next report is due. A pure function. */
final class Change {

    private static final int CPU_POINTS = 25;
    private static final double PART = 0.25;

    private Change() {}

    /** Whether something stopped working or works again: a scheduler that is told late sends tasks in vain. */
    static boolean isUrgent(AvailableResource before, AvailableResource now) {
        AvailableResource.ResourceInfo was = before.resourceInfo();
        AvailableResource.ResourceInfo is = now.resourceInfo();
        return was.isValid() != is.isValid()
                || was.computeResource().isPresent() != is.computeResource().isPresent()
                || (power(was) == 0) != (power(is) == 0);
    }

    /** Whether the figures differ much. */
    static boolean isLarge(AvailableResource before, AvailableResource now) {
        AvailableResource.ResourceInfo was = before.resourceInfo();
        AvailableResource.ResourceInfo is = now.resourceInfo();
        return differ(was.commonResource().map(CommonResource::availableMemory),
                        is.commonResource().map(CommonResource::availableMemory))
                || differ(was.commonResource().map(CommonResource::availableStorage),
                        is.commonResource().map(CommonResource::availableStorage))
                || differ(was.computeResource().map(ComputeResource::availableComputeMemory),
                        is.computeResource().map(ComputeResource::availableComputeMemory))
                || differ(Optional.of(OptionalLong.of(power(was))), Optional.of(OptionalLong.of(power(is))))
                || Math.abs(cpu(was) - cpu(is)) >= CPU_POINTS;
    }

    private static int cpu(AvailableResource.ResourceInfo info) {
        return info.commonResource().map(common -> common.availableCpu().orElse(0)).orElse(0);
    }

    /** Of all precisions, in thousandths; an accelerator that fails has none left. */
    private static long power(AvailableResource.ResourceInfo info) {
        return info.computeResource().flatMap(ComputeResource::availablePower).orElse(List.of()).stream()
                .mapToLong(power -> Math.round(Double.parseDouble(power.computingPower().split(" ")[0]) * 1000))
                .sum();
    }

    /** By a quarter of what it was. */
    private static boolean differ(Optional<OptionalLong> before, Optional<OptionalLong> now) {
        OptionalLong was = before.orElse(OptionalLong.empty());
        OptionalLong is = now.orElse(OptionalLong.empty());
        if (was.isEmpty() || is.isEmpty()) {
            return was.isPresent() != is.isPresent();
        }
        long difference = Math.abs(was.getAsLong() - is.getAsLong());
        return difference > 0 && difference >= was.getAsLong() * PART;
    }
}
