package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What a task is to do, read of its arguments.
 *
 * @param latenessMillis how much older than the newest of its source a result may be
 * @param idleSeconds after which a source that sends nothing is not waited for
 * @param sendLate what came later is sent by itself; otherwise it is only counted
 * @param arguments with defaults, checked by the schema of the operation
 */
record Wish(String operation, long latenessMillis, int idleSeconds, boolean sendLate, JsonNode arguments) {

    static final String OPERATION = "Operation";
    static final List<String> OPERATIONS = List.of("merge", "sort", "check", "associate", "fuse", "join");

    private static final JsonNode SCHEMAS = schemas();

    /** @throws InvalidInputException naming the argument that is wrong */
    static Wish of(JsonObject given) {
        String operation = given.text(OPERATION).orElse("");
        if (!OPERATIONS.contains(operation)) {
            throw new InvalidInputException("runner.arguments.invalid", OPERATION, "'" + OPERATION + "' must be one of "
                    + String.join(", ", OPERATIONS) + ".", "");
        }
        try {
            JsonNode filled = Json.MAPPER.readTree(Arguments.check(schema(operation), Json.of(given).toString(), "AlgArgs"));
            return new Wish(operation, filled.path("LatenessMillis").asLong(), filled.path("IdleSeconds").asInt(),
                    filled.path("Late").asText().equals("send"), filled);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String schema(String operation) {
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        properties.putObject(OPERATION).put("const", operation);
        properties.setAll((ObjectNode) SCHEMAS.path("common"));
        properties.setAll((ObjectNode) SCHEMAS.path(operation));
        if (operation.equals("join")) {
            schema.putArray("required").add("Rules");
        }
        return schema.toString();
    }

    private static JsonNode schemas() {
        try (InputStream file = Wish.class.getResourceAsStream("arguments.json")) {
            return Json.MAPPER.readTree(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
