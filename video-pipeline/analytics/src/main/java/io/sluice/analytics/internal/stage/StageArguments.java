package io.sluice.analytics.internal.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.StageSpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the arguments of an algorithm into those of its stages: a text that is {@code ${name}} and nothing else becomes the
 * argument itself, of whatever type; within a longer text it becomes the argument's text. What an analysis leaves out has
 * the default of the schema; where there is none either, the member or element is left out.
 */
final class StageArguments {

    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode values;

    /**
     * @param schema of the algorithm's arguments
     * @param given by the analysis
     * @throws io.sluice.api.error.InvalidInputException when they break the schema, naming where
     */
    StageArguments(String schema, String given) {
        try {
            values = JSON.readTree(Arguments.check(schema.isBlank() ? "{}" : schema, given));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Checked arguments are no JSON", broken);
        }
    }

    /** The arguments of a stage, complete. */
    JsonNode of(StageSpec stage) {
        try {
            JsonNode tree = JSON.readTree(stage.arguments().isBlank() ? "{}" : stage.arguments());
            return filled(tree);
        } catch (JsonProcessingException broken) {
            throw new RejectedException("algorithm.stage.unfit",
                    "The arguments of stage " + stage.id() + " are no JSON.", "Correct the algorithm.", broken);
        }
    }

    private JsonNode filled(JsonNode tree) {
        if (tree.isTextual()) {
            return filled(tree.textValue());
        }
        if (tree instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.fields().forEachRemaining(member -> {
                JsonNode value = filled(member.getValue());
                if (!value.isMissingNode()) {
                    copy.set(member.getKey(), value);
                }
            });
            return copy;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> {
                JsonNode value = filled(element);
                if (!value.isMissingNode()) {
                    copy.add(value);
                }
            });
            return copy;
        }
        return tree;
    }

    private JsonNode filled(String text) {
        Matcher matcher = NAME.matcher(text);
        if (matcher.matches()) {
            return values.path(matcher.group(1));
        }
        matcher.reset();
        return TextNode.valueOf(matcher.replaceAll(
                found -> Matcher.quoteReplacement(values.path(found.group(1)).asText())));
    }
}
