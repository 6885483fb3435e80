package io.sluice.placement.internal.resource;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.PrecisionPower;
import io.sluice.api.message.TotalResource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * TotalResource and AvailableResource (T/AI 116.6, tables 4 and 7). The standard has one compute resource a device; that is
 * the strongest accelerator, and all are listed in ExtendInfo. A pure function.
 */
final class Report {

    private static final long MEGA = 1024 * 1024;
    private static final int CHIP_BYTES = 64;
    private static final int ENV_ID_BYTES = 24;
    /** What level 5.2 of H.264 and level 5.1 of H.265 reach; the codecs here support both. */
    private static final String MAX_RESOLUTION = "4096*2304";

    private Report() {}

    static TotalResource total(Facts facts) {
        TotalResource.SystemEnv system = new TotalResource.SystemEnv(
                Units.atMost(ENV_ID_BYTES, System.getProperty("os.name")),
                Units.atMost(CHIP_BYTES, System.getProperty("os.version")));
        TotalResource.CommonResource common = new TotalResource.CommonResource(facts.machine().totalMemoryMegabytes(),
                facts.machine().totalStorageMegabytes(), facts.machine().bandwidthMegabits());
        List<TotalResource.VideoProcess> video = facts.abilities().stream()
                .map(ability -> new TotalResource.VideoProcess(ability.format(), Optional.of(coding(ability.decoding())),
                        ability.encoding().isPresent()
                                ? Optional.of(coding(ability.encoding().getAsDouble())) : Optional.empty()))
                .toList();
        return new TotalResource(facts.deviceId(), facts.deviceType(), Optional.of("Sluice"), new TotalResource.ResourceInfo(
                valid(facts), Optional.of(system), Optional.of(common), strongest(facts.devices()).map(Report::compute),
                given(video), Optional.empty(), Optional.of(accelerators(facts, Report::describe))));
    }

    static AvailableResource available(Facts facts) {
        AvailableResource.CommonResource common = new AvailableResource.CommonResource(
                OptionalLong.of(facts.machine().availableMemoryMegabytes()),
                OptionalLong.of(facts.machine().availableStorageMegabytes()),
                OptionalInt.of(Math.max(0, facts.machine().bandwidthMegabits() - facts.trafficMegabits())),
                OptionalInt.of((int) Math.round((1 - facts.cpuBusy()) * 100)));
        List<AvailableResource.VideoProcess> video =
                facts.abilities().stream().map(ability -> available(ability, facts)).toList();
        return new AvailableResource(facts.deviceId(), new AvailableResource.ResourceInfo(valid(facts), Optional.of(common),
                strongest(facts.devices()).map(Report::availableCompute), given(video),
                Optional.of(accelerators(facts, Report::describeAvailable))));
    }

    private static AvailableResource.VideoProcess available(Ability ability, Facts facts) {
        double taken = facts.decodingNow().getOrDefault(ability.format(), 0.0);
        // Nothing encodes at present; what decoding and analysis leave of the processor is free for it.
        OptionalDouble encoding = ability.encoding().isPresent()
                ? OptionalDouble.of(Math.round(ability.encoding().getAsDouble() * (1 - facts.cpuBusy())))
                : OptionalDouble.empty();
        return new AvailableResource.VideoProcess(
                ability.format(), OptionalDouble.of(Math.max(0, Math.round(ability.decoding() - taken))), encoding);
    }

    /** Without its memory a machine's figures cannot be trusted. */
    private static boolean valid(Facts facts) {
        return facts.machine().totalMemoryMegabytes() > 0;
    }

    private static TotalResource.Coding coding(double framesPerSecond) {
        return new TotalResource.Coding(MAX_RESOLUTION, Math.round(framesPerSecond));
    }

    private static <T> Optional<List<T>> given(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    private static Optional<DeviceUse> strongest(List<DeviceUse> devices) {
        return devices.stream()
                .filter(device -> device.state() != DeviceUse.State.CLAIMED_TWICE)
                .max(Comparator.comparing((DeviceUse device) -> device.info().kind() != AcceleratorInfo.Kind.CPU)
                        .thenComparing(device -> device.info().operations().values().stream()
                                .max(Comparator.naturalOrder()).orElse(0.0)));
    }

    private static TotalResource.ComputeResource compute(DeviceUse device) {
        return new TotalResource.ComputeResource(Units.atMost(CHIP_BYTES, device.info().chip()),
                Optional.of(Units.atMost(CHIP_BYTES, device.info().driver())), power(device, 1),
                OptionalLong.of(device.info().memoryBytes() / MEGA));
    }

    private static AvailableResource.ComputeResource availableCompute(DeviceUse device) {
        boolean works = device.state() == DeviceUse.State.READY || device.state() == DeviceUse.State.HOT;
        double used = Math.max(device.load(), device.readings().utilisation().orElse(device.busy()));
        long loaded = device.sessions().stream().mapToLong(session -> session.bytes()).sum();
        long taken = device.readings().memoryUsed().orElse(loaded);
        return new AvailableResource.ComputeResource(Optional.of(power(device, works ? Math.max(0, 1 - used) : 0)),
                OptionalLong.of(Math.max(0, device.info().memoryBytes() - taken) / MEGA));
    }

    private static JsonObject accelerators(Facts facts, Function<DeviceUse, JsonValue> description) {
        return JsonObject.builder()
                .put("Accelerators", new JsonArray(facts.devices().stream().map(description).toList()))
                .build();
    }

    private static JsonValue describe(DeviceUse device) {
        TotalResource.ComputeResource compute = compute(device);
        return JsonObject.builder()
                .put("Chip", compute.chip())
                .put("DriverVersion", compute.driverVersion().orElse(""))
                .put("TotalPower", powers(compute.totalPower()))
                .put("TotalComputeMemory", compute.totalComputeMemory().orElse(0))
                .put("AcceleratorID", device.id())
                .build();
    }

    private static JsonValue describeAvailable(DeviceUse device) {
        AvailableResource.ComputeResource compute = availableCompute(device);
        return JsonObject.builder()
                .put("AvailablePower", powers(compute.availablePower().orElse(List.of())))
                .put("AvailableComputeMemory", compute.availableComputeMemory().orElse(0))
                .put("AcceleratorID", device.id())
                .build();
    }

    private static JsonArray powers(List<PrecisionPower> powers) {
        return new JsonArray(powers.stream().map(power -> (JsonValue) JsonObject.builder()
                .put("Precision", power.precision())
                .put("ComputingPower", power.computingPower())
                .build()).toList());
    }

    private static List<PrecisionPower> power(DeviceUse device, double part) {
        return device.info().operations().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .map(entry -> new PrecisionPower(
                        entry.getKey().text(), Units.power(entry.getKey(), entry.getValue() * part)))
                .toList();
    }
}
