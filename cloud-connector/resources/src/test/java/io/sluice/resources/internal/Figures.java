package io.sluice.resources.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.DeviceType;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.PrecisionPower;
import io.sluice.api.message.TotalResource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A node's figures as a test sets them: an NPU as the strongest, a CPU beside it. */
final class Figures implements NodeResources {

    private final String device;
    volatile long memory = 8192;
    volatile int freeCpu = 90;
    volatile long freeMemory = 4096;
    volatile String freePower = "6 TOPS";

    Figures(String device) {
        this.device = device;
    }

    @Override
    public TotalResource total() {
        TotalResource.ComputeResource npu = new TotalResource.ComputeResource(
                "RK3588", Optional.of("0.9.8"), List.of(new PrecisionPower("int8", "6 TOPS")), OptionalLong.of(1024));
        JsonObject others = JsonObject.builder().put("Accelerators", new JsonArray(List.of(
                JsonObject.builder().put("Chip", "RK3588").put("DriverVersion", "0.9.8").build(),
                JsonObject.builder().put("Chip", "Cortex").put("DriverVersion", "1").build()))).build();
        return new TotalResource(device, DeviceType.EDGE, Optional.of("Sluice"), new TotalResource.ResourceInfo(true,
                Optional.empty(), Optional.of(new TotalResource.CommonResource(memory, 1000, 1000)), Optional.of(npu),
                Optional.empty(), Optional.empty(), Optional.of(others)));
    }

    @Override
    public AvailableResource available() {
        return new AvailableResource(device, new AvailableResource.ResourceInfo(true,
                Optional.of(new AvailableResource.CommonResource(OptionalLong.of(freeMemory), OptionalLong.of(500),
                        OptionalInt.of(900), OptionalInt.of(freeCpu))),
                Optional.of(new AvailableResource.ComputeResource(
                        Optional.of(List.of(new PrecisionPower("int8", freePower))), OptionalLong.of(512))),
                Optional.empty(), Optional.empty()));
    }
}
