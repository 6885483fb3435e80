package io.sluice.algorithm.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;

/** Reads JSON strictly and within bounds: size, depth, no member twice, no number whose digits would fill the memory. */
final class JsonText {

    static final int MOST_CHARACTERS = 1 << 18;

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 100;
    /** As far as double reaches; a multiple of 1e999999999 would be computed for years. */
    private static final int LARGEST_EXPONENT = 400;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(MOST_CHARACTERS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private JsonText() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** @throws InvalidInputException of that code */
    static JsonNode parse(String text, String code, String what) {
        if (text.length() > MOST_CHARACTERS) {
            throw new InvalidInputException(code, "", what + " have more than " + MOST_CHARACTERS + " characters.", "Shorten it.");
        }
        try {
            JsonNode tree = READER.readTree(text);
            checkNumbers(tree, code, what);
            return tree;
        } catch (JsonProcessingException error) {
            throw new InvalidInputException(code, "", what + " cannot be read as JSON: "
                    + error.getOriginalMessage().lines().findFirst().orElse("") + ".", "Correct the JSON.");
        }
    }

    private static void checkNumbers(JsonNode node, String code, String what) {
        if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > LARGEST_EXPONENT) {
            throw new InvalidInputException(code, "", what + " have a number beyond 1e" + LARGEST_EXPONENT + ".",
                    "Use a smaller number.");
        }
        node.forEach(child -> checkNumbers(child, code, what));
    }
}
