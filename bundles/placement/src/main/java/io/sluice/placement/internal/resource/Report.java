package io.sluice.placement.internal.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.DeviceUse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * TotalResource and AvailableResource (T/AI 116.6, tables 4 and 7). The standard has one compute resource a device; that is
 * the strongest accelerator, and all are listed in ExtendInfo. A pure function.
 */
final class Report {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long MEGA = 1024 * 1024;
    private static final int CHIP_BYTES = 64;
    private static final int ENV_ID_BYTES = 24;
    /** What level 5.2 of H.264 and level 5.1 of H.265 reach; the codecs here support both. */
    private static final String MAX_RESOLUTION = "4096*2304";

    private Report() {}

    static ObjectNode total(Facts facts) {
        ObjectNode report = JSON.objectNode();
        report.put("DeviceID", facts.deviceId());
        report.put("DeviceType", facts.deviceType());
        report.put("ProductType", "Sluice");
        ObjectNode info = report.putObject("ResourceInfo");
        info.put("IsValid", valid(facts));
        info.putObject("SystemEnv")
                .put("EnvID", Units.atMost(ENV_ID_BYTES, System.getProperty("os.name")))
                .put("EnvVersion", Units.atMost(CHIP_BYTES, System.getProperty("os.version")));
        info.putObject("CommonResource")
                .put("TotalMemory", facts.machine().totalMemoryMegabytes())
                .put("TotalStorage", facts.machine().totalStorageMegabytes())
                .put("TotalBandwidth", facts.machine().bandwidthMegabits());
        strongest(facts.devices()).ifPresent(device -> info.set("ComputeResource", compute(device)));
        ArrayNode video = JSON.arrayNode();
        for (Ability ability : facts.abilities()) {
            ObjectNode format = video.addObject();
            format.put("FormatName", ability.format());
            perf(format.putObject("Decoding"), ability.decoding());
            ability.encoding().ifPresent(encoding -> perf(format.putObject("Encoding"), encoding));
        }
        if (!video.isEmpty()) {
            info.set("VideoProcessResource", video);
        }
        ArrayNode all = info.putObject("ExtendInfo").putArray("Accelerators");
        facts.devices().forEach(device -> all.add(compute(device).put("AcceleratorID", device.id())));
        return report;
    }

    static ObjectNode available(Facts facts) {
        ObjectNode report = JSON.objectNode();
        report.put("DeviceID", facts.deviceId());
        ObjectNode info = report.putObject("ResourceInfo");
        info.put("IsValid", valid(facts));
        info.putObject("CommonResource")
                .put("AvailableMemory", facts.machine().availableMemoryMegabytes())
                .put("AvailableStorage", facts.machine().availableStorageMegabytes())
                .put("AvailableBandwidth",
                        Math.max(0, facts.machine().bandwidthMegabits() - facts.trafficMegabits()))
                .put("AvailableCPU", (int) Math.round((1 - facts.cpuBusy()) * 100));
        strongest(facts.devices()).ifPresent(device -> info.set("ComputeResource", availableCompute(device)));
        ArrayNode video = JSON.arrayNode();
        for (Ability ability : facts.abilities()) {
            ObjectNode format = video.addObject();
            format.put("FormatName", ability.format());
            double taken = facts.decodingNow().getOrDefault(ability.format(), 0.0);
            format.put("AvailDecodePerf", (float) Math.max(0, Math.round(ability.decoding() - taken)));
            // Nothing encodes at present; what decoding and analysis leave of the processor is free for it.
            ability.encoding().ifPresent(encoding ->
                    format.put("AvailEncodePerf", (float) Math.round(encoding * (1 - facts.cpuBusy()))));
        }
        if (!video.isEmpty()) {
            info.set("VideoProcessResource", video);
        }
        ArrayNode all = info.putObject("ExtendInfo").putArray("Accelerators");
        facts.devices().forEach(device -> all.add(availableCompute(device).put("AcceleratorID", device.id())));
        return report;
    }

    /** Without its memory a machine's figures cannot be trusted. */
    private static String valid(Facts facts) {
        return facts.machine().totalMemoryMegabytes() > 0 ? "Y" : "N";
    }

    private static void perf(ObjectNode node, double framesPerSecond) {
        node.put("MaxResolution", MAX_RESOLUTION).put("MaxPerf", (float) Math.round(framesPerSecond));
    }

    private static Optional<DeviceUse> strongest(List<DeviceUse> devices) {
        return devices.stream()
                .filter(device -> device.state() != DeviceUse.State.CLAIMED_TWICE)
                .max(Comparator.comparing((DeviceUse device) -> device.info().kind() != AcceleratorInfo.Kind.CPU)
                        .thenComparing(device -> device.info().operations().values().stream()
                                .max(Comparator.naturalOrder()).orElse(0.0)));
    }

    private static ObjectNode compute(DeviceUse device) {
        ObjectNode node = JSON.objectNode();
        node.put("Chip", Units.atMost(CHIP_BYTES, device.info().chip()));
        node.put("DriverVersion", Units.atMost(CHIP_BYTES, device.info().driver()));
        node.set("TotalPower", power(device, 1));
        node.put("TotalComputeMemory", device.info().memoryBytes() / MEGA);
        return node;
    }

    private static ObjectNode availableCompute(DeviceUse device) {
        ObjectNode node = JSON.objectNode();
        boolean works = device.state() == DeviceUse.State.READY || device.state() == DeviceUse.State.HOT;
        double used = Math.max(device.load(), device.readings().utilisation().orElse(device.busy()));
        node.set("AvailablePower", power(device, works ? Math.max(0, 1 - used) : 0));
        long loaded = device.sessions().stream().mapToLong(session -> session.bytes()).sum();
        long taken = device.readings().memoryUsed().orElse(loaded);
        node.put("AvailableComputeMemory", Math.max(0, device.info().memoryBytes() - taken) / MEGA);
        return node;
    }

    private static ArrayNode power(DeviceUse device, double part) {
        ArrayNode powers = JSON.arrayNode();
        device.info().operations().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .forEach(entry -> powers.addObject()
                        .put("Precision", entry.getKey().text())
                        .put("ComputingPower", Units.power(entry.getKey(), entry.getValue() * part)));
        return powers;
    }
}
