package io.sluice.parts.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.error.InvalidInputException;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.json.StrictObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Answers requests for parts of this node: ranges, and word that a part has arrived. Thread-safe.
 */
final class PartRequests {

    /** Most bytes of a range: as text in base 64 it is within the MiB that an answer may have. */
    static final int MOST = 1 << 19;
    /** {@code Code} of the refusal of a part that is not here, or not for who asks. */
    static final String UNKNOWN = "parts.part.unknown";

    private static final int LONGEST_REQUEST = 4096;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Shelf shelf;

    PartRequests(Shelf shelf) {
        this.shelf = shelf;
    }

    /**
     * @param device who asks
     * @throws InvalidInputException when the request is wrong
     */
    byte[] answer(String device, byte[] body) {
        StrictObject request = StrictObject.root(parse(body));
        String digest = request.text("Digest", 64);
        if (!Digests.fits(digest)) {
            throw request.invalid("Digest", "must be a SHA-256 in 64 hexadecimal digits of lower case");
        }
        if (request.has("Arrived")) {
            String result = request.text("Arrived", 1024);
            request.end();
            shelf.release(digest, result, device);
            return write(JSON.createObjectNode().put("StatusCode", "0"));
        }
        long offset = offset(request);
        int length = request.integer("Length", 1, MOST);
        request.end();
        Optional<Long> size = shelf.size(digest, device);
        if (size.isPresent() && offset >= size.get()) {
            throw request.invalid("Offset", "must be less than the part's " + size.get() + " bytes");
        }
        return size.flatMap(all -> range(digest, offset, (int) Math.min(length, all - offset), all)).orElseGet(() -> write(
                JSON.createObjectNode().put("StatusCode", "1").put("Code", UNKNOWN)
                        .put("Message", "This node has no such part for " + device + ", or not any more.")));
    }

    private Optional<byte[]> range(String digest, long offset, int length, long size) {
        try {
            return shelf.read(digest, offset, length).map(data -> write(JSON.createObjectNode().put("StatusCode", "0")
                    .put("Digest", digest).put("Offset", offset).put("Size", size).put("Data", data)));
        } catch (IOException error) {
            throw new UnavailableException("parts.read.failed", "A part cannot be read: " + error.getMessage(),
                    "See the disk of the data folder.", error);
        }
    }

    private static long offset(StrictObject request) {
        JsonNode offset = request.raw("Offset");
        if (offset == null || !offset.isIntegralNumber() || !offset.canConvertToLong() || offset.longValue() < 0) {
            throw request.invalid("Offset", "must be a whole number from 0");
        }
        return offset.longValue();
    }

    private static JsonNode parse(byte[] body) {
        if (body.length > LONGEST_REQUEST) {
            throw malformed("it has " + body.length + " bytes");
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException wrong) {
            throw malformed("it is no JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static InvalidInputException malformed(String what) {
        return new InvalidInputException("parts.request.malformed", "", "The request for a part is wrong: " + what + ".",
                "Send Digest, Offset and Length.");
    }

    private static byte[] write(ObjectNode reply) {
        try {
            return JSON.writeValueAsBytes(reply);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
