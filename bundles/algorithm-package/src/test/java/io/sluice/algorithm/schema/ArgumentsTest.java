package io.sluice.algorithm.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments keep to their schema, get its defaults, and neither they nor the schema can cost much. */
final class ArgumentsTest {

    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["name"],
             "properties": {
               "name": {"type": "string", "pattern": "^[a-z]+$"},
               "least": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.4},
               "since": {"type": "string", "format": "date"},
               "limits": {"type": "array", "maxItems": 3, "items": {"$ref": "#/$defs/limit"}}},
             "$defs": {"limit": {"type": "object", "properties": {
               "high": {"type": "integer"}, "unit": {"enum": ["cm", "m"], "default": "cm"}}}}}
            """;

    @Test
    void defaultsAreFilledInAtEveryDepth() {
        assertEquals("{\"name\":\"ruler\",\"limits\":[{\"high\":3,\"unit\":\"cm\"},{\"unit\":\"m\"}],\"least\":0.4}",
                Arguments.check(SCHEMA, "{\"name\":\"ruler\",\"limits\":[{\"high\":3},{\"unit\":\"m\"}]}"));
    }

    @Test
    void aSchemaThatSaysNothingLetsAllPass() {
        assertEquals("{\"any\":[1,null]}", Arguments.check("{}", "{\"any\":[1,null]}"));
    }

    @Test
    void noArgumentsAreAnEmptyObject() {
        assertEquals("{}", Arguments.check("{\"type\":\"object\",\"additionalProperties\":false}", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "{} | analyses[0].arguments.name",
        "{\"name\": 1} | analyses[0].arguments.name",
        "{\"name\": \"R2\"} | analyses[0].arguments.name",
        "{\"name\": \"r\", \"least\": 1.5} | analyses[0].arguments.least",
        "{\"name\": \"r\", \"other\": 1} | analyses[0].arguments.other",
        "{\"name\": \"r\", \"since\": \"2026-02-30\"} | analyses[0].arguments.since",
        "{\"name\": \"r\", \"limits\": [{}, {\"high\": 1.5}]} | analyses[0].arguments.limits[1].high",
        "{\"name\": \"r\", \"limits\": [{}, {}, {}, {}]} | analyses[0].arguments.limits",
        "{\"name\": \"r\", \"limits\": [{\"unit\": \"inch\"}]} | analyses[0].arguments.limits[0].unit",
    })
    void whatIsWrongIsNamedByItsPath(String arguments, String path) {
        InvalidInputException error = assertThrows(
                InvalidInputException.class, () -> Arguments.check(SCHEMA, arguments, "analyses[0].arguments"));
        assertEquals("arguments.invalid", error.code());
        assertEquals(path, error.field(), error.getMessage());
        assertTrue(error.getMessage().contains(path), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{\"a\":1,\"a\":2}", "{", "{} {}", "{\"a\": 1e999999999}", "{\"a\": NaN}"})
    void whatIsNoPlainObjectIsRefused(String arguments) {
        assertEquals("arguments.malformed",
                assertThrows(InvalidInputException.class, () -> Arguments.check(SCHEMA, arguments)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "[]",
        "{\"type\": \"string\"}",
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"nothing\"}}}",
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"(\"}}}",
        "{\"type\": \"object\", \"$ref\": \"http://127.0.0.1:1/schema\"}",
        "{\"type\": \"object\", \"$ref\": \"file:///etc/hostname\"}",
        "{\"type\": \"object\", \"$ref\": \"#\"}",
        "{\"type\": \"object\", \"$ref\": \"#/$defs/none\"}",
        "{\"type\": \"object\", \"$id\": \"http://example.org/a\"}",
        "{\"type\": \"object\", \"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
        "{\"type\": \"object\", \"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\": \"#/$defs/a\"}},"
                + " \"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}",
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\", \"default\": \"many\"}}}",
    })
    void anUnfitSchemaIsRefused(String schema) {
        assertEquals("arguments.schema",
                assertThrows(InvalidInputException.class, () -> Arguments.checkSchema(schema)).code());
    }

    @Test
    void aSchemaThatMultipliesItselfIsRefused() {
        StringBuilder schema = new StringBuilder("{\"type\":\"object\",\"$defs\":{\"d0\":{}");
        for (int level = 1; level <= 30; level++) {
            String below = "{\"$ref\":\"#/$defs/d" + (level - 1) + "\"}";
            schema.append(",\"d").append(level).append("\":{\"allOf\":[").append(below).append(',').append(below).append("]}");
        }
        schema.append("},\"properties\":{\"a\":{\"$ref\":\"#/$defs/d30\"}}}");
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> Arguments.checkSchema(schema.toString()));
        assertTrue(error.getMessage().contains("20000"), error.getMessage());
    }

    @Test
    void aPatternThatWouldTakeYearsGivesUp() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}}}";
        assertThrows(InvalidInputException.class,
                () -> Arguments.check(schema, "{\"a\":\"" + "a".repeat(60) + "b\"}"));
    }

    @Test
    void aPatternThatWouldFillTheStackGivesUp() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"^(a|b)*$\"}}}";
        assertThrows(InvalidInputException.class,
                () -> Arguments.check(schema, "{\"a\":\"" + "ab".repeat(100_000) + "\"}"));
    }

    @Test
    void aPropertyMayBeNamedLikeAKeyword() {
        String schema = "{\"type\":\"object\",\"properties\":{\"$id\":{\"type\":\"string\"},\"$ref\":{\"type\":\"integer\"}}}";
        Arguments.checkSchema(schema);
        assertEquals("{\"$ref\":3}", Arguments.check(schema, "{\"$ref\":3}"));
    }
}
