package io.sluice.executor.internal;

import io.sluice.api.accel.NodeResources;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.ExceptionCode;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TotalResource;
import io.sluice.api.task.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a task says that it needs (clause 6.3 c) and d)), in {@code ExecutionCond/ExtendedInfo/Needs}: the node's environment by the names
 * of table 4, which must be the same, and its free resources by those of table 7, of which there must be as much. Stateless.
 */
final class Needs {

    static final String MEMBER = "Needs";
    private static final String CHIP = "Chip";
    private static final String DRIVER = "DriverVersion";
    private static final List<String> TEXTS = List.of("EnvID", "ProductType", CHIP, DRIVER);
    private static final List<String> NUMBERS =
            List.of("AvailableMemory", "AvailableStorage", "AvailableBandwidth", "AvailableCPU", "AvailableComputeMemory");
    private static final List<String> CODING = List.of("AvailDecodePerf", "AvailEncodePerf");

    private Needs() {}

    /** @param path of the object that has the member, which errors begin with */
    static void check(JsonObject said, String path) {
        said.get(MEMBER).ifPresent(value -> {
            String here = path + "/" + MEMBER;
            if (!(value instanceof JsonObject needs)) {
                throw wrong(here, "must be an object");
            }
            for (Map.Entry<String, JsonValue> one : needs.members().entrySet()) {
                String name = one.getKey();
                boolean right = TEXTS.contains(name) ? one.getValue() instanceof JsonText
                        : (NUMBERS.contains(name) || CODING.contains(name)) && amount(one.getValue()).isPresent();
                if (!right) {
                    throw wrong(here + "/" + name, TEXTS.contains(name) ? "must be a text"
                            : NUMBERS.contains(name) || CODING.contains(name) ? "must be a number, 0 or more" : "is not known here");
                }
            }
        });
    }

    /** @return what is not there or not free at present, each with the numbers */
    static List<Obstacle> unmet(TaskDispatchInfo task, Optional<NodeResources> node) {
        Optional<JsonObject> needs = task.executionCond().flatMap(TaskDispatchInfo.ExecutionCond::extendedInfo)
                .flatMap(said -> said.get(MEMBER)).filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                .filter(some -> !some.isEmpty());
        if (needs.isEmpty()) {
            return List.of();
        }
        if (node.isEmpty()) {
            return List.of(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "executor.need.unmet",
                    "What this node has is not known at present."));
        }
        List<Obstacle> unmet = new ArrayList<>();
        environment(needs.get(), node.get().total(), unmet);
        resources(needs.get(), node.get().available().resourceInfo(), unmet);
        return unmet;
    }

    private static void environment(JsonObject needs, TotalResource node, List<Obstacle> unmet) {
        same(needs, "EnvID", node.resourceInfo().systemEnv().map(TotalResource.SystemEnv::envId), unmet);
        same(needs, "ProductType", node.productType(), unmet);
        Optional<String> chip = needs.text(CHIP);
        Optional<String> driver = needs.text(DRIVER);
        boolean there = accelerators(node).anyMatch(one -> (chip.isEmpty() || chip.equals(one.text(CHIP)))
                && (driver.isEmpty() || driver.equals(one.text(DRIVER))));
        if ((chip.isPresent() || driver.isPresent()) && !there) {
            unmet.add(new Obstacle(ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "executor.need.unmet",
                    "It needs " + chip.map(name -> "chip " + name).orElse("a chip") + driver.map(name -> " with driver " + name).orElse("")
                            + "; none of this node's accelerators is one."));
        }
    }

    /** The strongest, which stands in the table, and the others beside it. */
    private static Stream<JsonObject> accelerators(TotalResource node) {
        Stream<JsonObject> strongest = node.resourceInfo().computeResource().stream().map(one -> {
            JsonObject.Builder told = JsonObject.builder().put(CHIP, one.chip());
            one.driverVersion().ifPresent(version -> told.put(DRIVER, version));
            return told.build();
        });
        Stream<JsonObject> others = node.resourceInfo().extendInfo().flatMap(more -> more.get("Accelerators")).stream()
                .flatMap(value -> value instanceof JsonArray list ? list.values().stream() : Stream.empty())
                .filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
        return Stream.concat(strongest, others);
    }

    private static void resources(JsonObject needs, AvailableResource.ResourceInfo free, List<Obstacle> unmet) {
        free.commonResource().ifPresent(common -> {
            atLeast(needs, "AvailableMemory", number(common.availableMemory().stream().asDoubleStream().findFirst()), unmet);
            atLeast(needs, "AvailableStorage", number(common.availableStorage().stream().asDoubleStream().findFirst()), unmet);
            atLeast(needs, "AvailableBandwidth", number(common.availableBandwidth().stream().asDoubleStream().findFirst()), unmet);
            atLeast(needs, "AvailableCPU", number(common.availableCpu().stream().asDoubleStream().findFirst()), unmet);
        });
        atLeast(needs, "AvailableComputeMemory", free.computeResource().map(compute ->
                number(compute.availableComputeMemory().stream().asDoubleStream().findFirst())).orElse(0.0), unmet);
        List<AvailableResource.VideoProcess> video = free.videoProcessResource().orElse(List.of());
        atLeast(needs, "AvailDecodePerf", video.stream().mapToDouble(one -> one.availDecodePerf().orElse(0)).max().orElse(0), unmet);
        atLeast(needs, "AvailEncodePerf", video.stream().mapToDouble(one -> one.availEncodePerf().orElse(0)).max().orElse(0), unmet);
    }

    private static double number(OptionalDouble free) {
        return free.orElse(0);
    }

    private static void same(JsonObject needs, String name, Optional<String> has, List<Obstacle> unmet) {
        needs.text(name).filter(wanted -> !has.equals(Optional.of(wanted))).ifPresent(wanted -> unmet.add(new Obstacle(
                ExceptionCode.ENVIRONMENT_NOT_SUPPORTED, "executor.need.unmet",
                "It needs " + name + " " + wanted + "; this node has " + has.orElse("none") + ".")));
    }

    private static void atLeast(JsonObject needs, String name, double free, List<Obstacle> unmet) {
        needs.get(name).flatMap(Needs::amount).filter(wanted -> wanted > free).ifPresent(wanted -> unmet.add(new Obstacle(
                ExceptionCode.RESOURCES_INSUFFICIENT, "executor.need.unmet",
                "It needs " + name + " " + Math.round(wanted) + "; this node has " + Math.round(free) + ".")));
    }

    private static Optional<Double> amount(JsonValue value) {
        return value instanceof JsonNumber number && number.toDouble() >= 0 && Double.isFinite(number.toDouble())
                ? Optional.of(number.toDouble())
                : Optional.empty();
    }

    private static InvalidInputException wrong(String path, String what) {
        return new InvalidInputException("executor.task.invalid", path, path + " " + what + ".", "");
    }
}
