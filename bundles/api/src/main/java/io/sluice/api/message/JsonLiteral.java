package io.sluice.api.message;

/** The values of JSON that have a word each. */
public enum JsonLiteral implements JsonValue {
    TRUE,
    FALSE,
    NULL
}
