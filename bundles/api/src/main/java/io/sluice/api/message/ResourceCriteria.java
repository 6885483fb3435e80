package io.sluice.api.message;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whose resources are asked for (MessageBody of tables 2 and 5). All conditions given must hold.
 *
 * @param deviceList the node that receives the query where it is absent
 * @param longitudeMax degrees, to six decimals, as the three that follow
 * @param extendCond conditions that makers agree on
 */
public record ResourceCriteria(
        Optional<List<DeviceSelector>> deviceList,
        OptionalDouble longitudeMax,
        OptionalDouble longitudeMin,
        OptionalDouble latitudeMax,
        OptionalDouble latitudeMin,
        Optional<String> productType,
        Optional<String> chip,
        Optional<String> driverVersion,
        Optional<JsonObject> extendCond,
        JsonObject extra) {

    public ResourceCriteria {
        deviceList = deviceList.map(List::copyOf);
        Given.all(longitudeMax, longitudeMin, latitudeMax, latitudeMin, productType, chip, driverVersion, extendCond, extra);
    }

    /** These nodes, whatever they are. */
    public static ResourceCriteria of(List<DeviceSelector> devices) {
        return new ResourceCriteria(Optional.of(devices), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), JsonObject.EMPTY);
    }
}
