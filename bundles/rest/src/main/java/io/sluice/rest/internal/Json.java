package io.sluice.rest.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.api.error.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads request bodies: JSON in UTF-8, one value, no name twice, small. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_DISCARDED = 1 << 20;
    private static final int DEEPEST = 32;
    private static final ObjectReader READER = MAPPER.reader();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private Json() {}

    static JsonNode read(HttpServletRequest request) throws IOException {
        checkType(request);
        InputStream body = request.getInputStream();
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            discard(body);
            throw tooLarge();
        }
        return parse(text(bytes));
    }

    /** A connection closed while the client still sends would take the answer with it; patience has an end, though. */
    private static void discard(InputStream body) throws IOException {
        byte[] buffer = new byte[MOST_BYTES];
        int left = MOST_DISCARDED;
        while (left > 0 && body.readNBytes(buffer, 0, buffer.length) > 0) {
            left -= buffer.length;
        }
    }

    /** Whether a request says that its body is JSON. A form of another site cannot say so. */
    static boolean isJson(String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json");
    }

    private static void checkType(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        String type = request.getContentType();
        String parameters = type == null ? "" : type.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
        boolean utf8 = !parameters.contains("charset=") || parameters.contains("charset=utf-8");
        if (!isJson(type) || !utf8 || encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new HttpProblem(
                    415, "http.content-type", "The body must be application/json in UTF-8, uncompressed.",
                    "Send the header 'Content-Type: application/json'.", "");
        }
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode tree = READER.readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw malformed("it is empty", null);
            }
            return tree;
        } catch (JsonProcessingException error) {
            throw malformed(error.getOriginalMessage().lines().findFirst().orElse(""), error.getLocation());
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException error) {
            throw malformed("it is not UTF-8", null);
        }
    }

    private static InvalidInputException malformed(String reason, JsonLocation location) {
        String at = location == null
                ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
        return new InvalidInputException(
                "http.json", "", "The body is not the JSON expected: " + reason + at + ".", "Correct the body.");
    }

    private static HttpProblem tooLarge() {
        return new HttpProblem(413, "http.too-large", "The body has more than " + MOST_BYTES + " bytes.", "", "");
    }
}
