package io.sluice.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.support.json.StrictObject;
import java.io.IOException;

/** JSON as this library reads it: bounded in depth, no name twice, nothing after its end. */
final class SessionJson {

    private static final int DEPTH = 64;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SessionJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException wrong) {
            String place = wrong.getLocation() == null ? ""
                    : " (line " + wrong.getLocation().getLineNr() + ", column " + wrong.getLocation().getColumnNr() + ")";
            throw unreadable(wrong.getOriginalMessage() + place);
        } catch (IOException wrong) {
            throw unreadable(wrong.getMessage());
        }
    }

    /** A time in microseconds; 0 when absent. */
    static long micros(StrictObject object, String name) {
        JsonNode value = object.raw(name);
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw object.invalid(name, "must be a whole number of microseconds since 1970");
        }
        return value.longValue();
    }

    private static InvalidInputException unreadable(String why) {
        return new InvalidInputException("link.message.unreadable", "", "This is no JSON: " + why, "Send JSON in UTF-8.");
    }
}
