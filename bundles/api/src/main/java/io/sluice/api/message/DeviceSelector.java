package io.sluice.api.message;

/**
 * Which node is asked (tables 2, 5, 12).
 *
 * @param deviceId 20 bytes
 * @param hierarchicalQuery whether the nodes below it are asked too
 */
public record DeviceSelector(String deviceId, boolean hierarchicalQuery, JsonObject extra) {

    public DeviceSelector {
        Given.all(deviceId, extra);
    }

    public DeviceSelector(String deviceId, boolean hierarchicalQuery) {
        this(deviceId, hierarchicalQuery, JsonObject.EMPTY);
    }
}
