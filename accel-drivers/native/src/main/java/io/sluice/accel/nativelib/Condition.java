package io.sluice.accel.nativelib;

import io.sluice.api.status.Health;
import java.util.Map;

/**
 * How a device that runs models is, when there is more to say than that it does.
 *
 * @param details values of the message, by the names that translations have
 */
public record Condition(Health health, String code, String message, String remedy, Map<String, String> details) {

    public Condition {
        details = Map.copyOf(details);
    }
}
