package io.sluice.resources.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.ResourceCriteria;
import io.sluice.api.message.TotalResource;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether this node fits the conditions of a query (tables 2 and 5). All that are given must hold; chip and driver of one and the
 * same device. A pure function.
 */
final class Filter {

    /** One accelerator, as far as conditions go. */
    private record Device(String chip, String driver) {}

    private Filter() {}

    /** @throws InvalidInputException for conditions of makers, of which none is agreed here */
    static boolean fits(ResourceCriteria wanted, TotalResource node, Optional<Position> position) {
        if (wanted.extendCond().map(condition -> !condition.isEmpty()).orElse(false)) {
            throw new InvalidInputException("resources.condition.unknown", "MessageBody/ExtendCond",
                    "MessageBody/ExtendCond: no further conditions are known here.", "Leave it out.");
        }
        return stands(wanted, position)
                && wanted.productType().map(type -> node.productType().equals(Optional.of(type))).orElse(true)
                && computes(wanted, node);
    }

    private static boolean stands(ResourceCriteria wanted, Optional<Position> position) {
        boolean anywhere = wanted.longitudeMin().isEmpty() && wanted.longitudeMax().isEmpty()
                && wanted.latitudeMin().isEmpty() && wanted.latitudeMax().isEmpty();
        // Who does not know where it stands is in no box.
        return anywhere || position.map(at -> longitude(wanted, at.longitude())
                && atLeast(wanted.latitudeMin(), at.latitude()) && atMost(wanted.latitudeMax(), at.latitude())).orElse(false);
    }

    private static boolean longitude(ResourceCriteria wanted, double at) {
        boolean east = atLeast(wanted.longitudeMin(), at);
        boolean west = atMost(wanted.longitudeMax(), at);
        boolean acrossDateLine = wanted.longitudeMin().isPresent() && wanted.longitudeMax().isPresent()
                && wanted.longitudeMin().getAsDouble() > wanted.longitudeMax().getAsDouble();
        return acrossDateLine ? east || west : east && west;
    }

    private static boolean atLeast(OptionalDouble bound, double value) {
        return bound.isEmpty() || value >= bound.getAsDouble();
    }

    private static boolean atMost(OptionalDouble bound, double value) {
        return bound.isEmpty() || value <= bound.getAsDouble();
    }

    private static boolean computes(ResourceCriteria wanted, TotalResource node) {
        if (wanted.chip().isEmpty() && wanted.driverVersion().isEmpty()) {
            return true;
        }
        Predicate<Device> fits = device -> wanted.chip().map(device.chip()::equals).orElse(true)
                && wanted.driverVersion().map(device.driver()::equals).orElse(true);
        Stream<Device> strongest = node.resourceInfo().computeResource().stream()
                .map(compute -> new Device(compute.chip(), compute.driverVersion().orElse("")));
        return Stream.concat(strongest, node.resourceInfo().extendInfo().stream().flatMap(Filter::all)).anyMatch(fits);
    }

    private static Stream<Device> all(JsonObject extendInfo) {
        Stream<JsonValue> listed = extendInfo.get("Accelerators").stream()
                .flatMap(value -> value instanceof JsonArray array ? array.values().stream() : Stream.empty());
        return listed.filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                .map(one -> new Device(one.text("Chip").orElse(""), one.text("DriverVersion").orElse("")));
    }
}
