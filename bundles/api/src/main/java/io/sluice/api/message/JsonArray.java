package io.sluice.api.message;

import java.util.List;

/** An array of JSON. Immutable. */
public record JsonArray(List<JsonValue> values) implements JsonValue {

    public JsonArray {
        values = List.copyOf(values);
    }
}
