package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonLiteral;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonText;
import io.sluice.api.message.JsonValue;

/** Values of messages and those of the library, and numbers as results tell them. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final double DIGITS = 1e5;

    private Json() {}

    static JsonNode of(JsonValue value) {
        if (value instanceof JsonObject object) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            object.members().forEach((name, member) -> node.set(name, of(member)));
            return node;
        }
        if (value instanceof JsonArray array) {
            ArrayNode node = JsonNodeFactory.instance.arrayNode();
            array.values().forEach(element -> node.add(of(element)));
            return node;
        }
        if (value instanceof JsonText text) {
            return JsonNodeFactory.instance.textNode(text.text());
        }
        if (value instanceof JsonNumber number) {
            // Not as BigDecimal: one with a huge exponent would be written with all its zeros.
            return number.literal().matches("-?\\d{1,18}")
                    ? JsonNodeFactory.instance.numberNode(Long.parseLong(number.literal()))
                    : JsonNodeFactory.instance.numberNode(number.toDouble());
        }
        return value == JsonLiteral.NULL
                ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.booleanNode(value == JsonLiteral.TRUE);
    }

    /** To five decimals. */
    static JsonValue number(double value) {
        return JsonValue.of(Math.round(value * DIGITS) / DIGITS);
    }

    /** The same with one member more, or another value of it. */
    static JsonObject with(JsonObject object, String name, JsonValue value) {
        JsonObject.Builder changed = JsonObject.builder();
        object.members().forEach((member, former) -> {
            if (!member.equals(name)) {
                changed.put(member, former);
            }
        });
        return changed.put(name, value).build();
    }

    /** A finite number; not a number where there is none. */
    static double finite(JsonObject object, String name) {
        double value = object.get(name).orElse(JsonLiteral.NULL) instanceof JsonNumber number ? number.toDouble() : Double.NaN;
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
