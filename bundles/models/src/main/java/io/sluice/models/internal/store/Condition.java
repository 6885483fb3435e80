package io.sluice.models.internal.store;

import io.sluice.api.status.Health;
import java.util.Map;

/**
 * How the store is, in the words of a status.
 *
 * @param gateway id by which licences name this gateway
 */
public record Condition(Health health, String code, String message, String remedy, String gateway) {

    /** As a status has them. */
    public Map<String, String> details() {
        return Map.of("message", message, "remedy", remedy, "gateway", gateway);
    }
}
