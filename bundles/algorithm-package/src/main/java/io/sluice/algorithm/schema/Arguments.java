package io.sluice.algorithm.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.sluice.api.error.InvalidInputException;
import java.util.Comparator;

/**
 * Checks arguments against a JSON Schema, draft 2020-12 with formats. Schemas come with packages, so they are bounded: no reference
 * but to their own {@code $defs} and none in a circle, patterns with a budget. Thread-safe.
 */
public final class Arguments {

    private Arguments() {}

    /**
     * Whether a schema can be used.
     *
     * @throws InvalidInputException {@code arguments.schema}, with the path within the schema
     */
    public static void checkSchema(String schemaJson) {
        JsonNode schema = SchemaGuard.check(JsonText.parse(schemaJson, SchemaGuard.CODE, "The arguments' schema"));
        Defaults defaults = new Defaults(schema);
        JsonNode filled = defaults.fill(JsonText.object());
        JsonSchema compiled = Compiler.compile(schema);
        // A default that its own schema refuses would fail every camera that leaves the argument out.
        compiled.validate(filled).stream()
                .filter(message -> !message.getMessageKey().equals("required"))
                .findFirst()
                .ifPresent(message -> {
                    throw new InvalidInputException(SchemaGuard.CODE, "arguments",
                            "In the arguments' schema a default contradicts it: " + Explanation.of("", message).getMessage(),
                            "Correct the default or what contradicts it.");
                });
    }

    /**
     * @param schemaJson as taken by {@link #checkSchema}; <code>{}</code> lets everything pass
     * @param argumentsJson a JSON object; empty text for none
     * @return the arguments with defaults for what they leave out, as JSON
     * @throws InvalidInputException {@code arguments.malformed} when it is no JSON, {@code arguments.invalid} when it breaks the
     *     schema; the field is the path of the first fault, such as {@code limits[0].high}
     */
    public static String check(String schemaJson, String argumentsJson) {
        return check(schemaJson, argumentsJson, "");
    }

    /** @param path of the arguments in the document they stand in, put before the path of a fault */
    public static String check(String schemaJson, String argumentsJson, String path) {
        JsonNode schema = SchemaGuard.check(JsonText.parse(schemaJson, SchemaGuard.CODE, "The arguments' schema"));
        JsonNode given = argumentsJson.isBlank()
                ? JsonText.object() : JsonText.parse(argumentsJson, "arguments.malformed", "The arguments");
        if (!(given instanceof ObjectNode)) {
            throw new InvalidInputException("arguments.malformed", path, "The arguments must be a JSON object.",
                    "Give an object, {} for none.");
        }
        JsonNode filled = new Defaults(schema).fill(given);
        Compiler.compile(schema).validate(filled).stream()
                .min(Comparator.comparing((ValidationMessage message) -> message.getInstanceLocation().toString()))
                .ifPresent(message -> {
                    throw Explanation.of(path, message);
                });
        return filled.toString();
    }
}
