package io.sluice.api.message;

import java.math.BigDecimal;

/** A value of an object that the standard leaves open. Immutable. Text and numbers come out as they went in. */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonText, JsonNumber, JsonLiteral {

    static JsonValue of(String text) {
        return new JsonText(text);
    }

    static JsonValue of(long number) {
        return new JsonNumber(Long.toString(number));
    }

    /** @throws IllegalArgumentException where it is infinite or no number */
    static JsonValue of(double number) {
        return new JsonNumber(Double.toString(number));
    }

    static JsonValue of(BigDecimal number) {
        return new JsonNumber(number.toString());
    }

    static JsonValue of(boolean value) {
        return value ? JsonLiteral.TRUE : JsonLiteral.FALSE;
    }
}
