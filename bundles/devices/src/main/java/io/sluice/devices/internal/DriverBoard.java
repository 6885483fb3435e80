package io.sluice.devices.internal;

import io.sluice.api.device.CameraDriver;
import io.sluice.api.error.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The drivers there are at present, by kind. Thread-safe. */
final class DriverBoard {

    private final Map<String, CameraDriver> drivers = new ConcurrentHashMap<>();

    void add(CameraDriver driver) {
        drivers.put(driver.kind(), driver);
    }

    void remove(CameraDriver driver) {
        drivers.remove(driver.kind(), driver);
    }

    Optional<CameraDriver> find(String kind) {
        return Optional.ofNullable(drivers.get(kind));
    }

    CameraDriver require(String kind) {
        return find(kind).orElseThrow(() -> new InvalidInputException(
                "camera.driver_unknown",
                "source.driver",
                "There is no driver '" + kind + "' on this gateway; there are: " + kinds() + ".",
                "Install the bundle of this driver, or name another."));
    }

    String kinds() {
        return String.join(", ", new TreeSet<>(drivers.keySet()));
    }
}
