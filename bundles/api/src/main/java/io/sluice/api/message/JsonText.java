package io.sluice.api.message;

import java.util.Objects;

/** A string of JSON, without its quotes and escapes. */
public record JsonText(String text) implements JsonValue {

    public JsonText {
        Objects.requireNonNull(text, "text");
    }
}
