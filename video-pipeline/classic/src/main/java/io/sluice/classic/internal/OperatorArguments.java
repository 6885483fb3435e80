package io.sluice.classic.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Schemas of the operators, which lie beside the classes, and arguments checked against them. */
final class OperatorArguments {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OperatorArguments() {}

    /** The schema of an operator, as JSON. */
    static String schema(String operator) {
        try (InputStream in = OperatorArguments.class.getResourceAsStream(operator + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException error) {
            throw new IllegalStateException("The schema of " + operator + " cannot be read", error);
        }
    }

    /**
     * The arguments with their defaults.
     *
     * @throws InvalidInputException naming what is wrong
     */
    static JsonNode check(String operator, String arguments) {
        try {
            return JSON.readTree(Arguments.check(schema(operator), arguments));
        } catch (JsonProcessingException error) {
            throw new IllegalStateException("Checked arguments are no JSON", error);
        }
    }

    /** What to throw when an argument keeps to its schema and is unfit nevertheless. */
    static InvalidInputException unfit(String field, String what) {
        return new InvalidInputException(
                "arguments.invalid", field, "'" + field + "' " + what + ".", "Correct '" + field + "'.");
    }
}
