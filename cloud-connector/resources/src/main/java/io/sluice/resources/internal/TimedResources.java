package io.sluice.resources.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TotalResource;
import io.sluice.resources.internal.clock.HostClock;
import io.sluice.resources.internal.clock.HostTime;
import java.util.Optional;

/** The figures of this node, and who keeps its clock as {@code Clock} in their {@code ExtendInfo}. */
record TimedResources(NodeResources figures, Optional<HostClock> clock) implements NodeResources {

    private static final String MEMBER = "Clock";

    @Override
    public TotalResource total() {
        TotalResource total = figures.total();
        return clock.map(known -> with(total, HostTime.brief(known))).orElse(total);
    }

    @Override
    public AvailableResource available() {
        return figures.available();
    }

    private static TotalResource with(TotalResource total, JsonObject clock) {
        TotalResource.ResourceInfo info = total.resourceInfo();
        JsonObject.Builder extended = JsonObject.builder();
        info.extendInfo().orElse(JsonObject.EMPTY).members().forEach(extended::put);
        return new TotalResource(total.deviceId(), total.deviceType(), total.productType(),
                new TotalResource.ResourceInfo(info.isValid(), info.systemEnv(), info.commonResource(), info.computeResource(),
                        info.videoProcessResource(), info.powerConsumption(), Optional.of(extended.put(MEMBER, clock).build()),
                        info.extra()),
                total.extra());
    }
}
