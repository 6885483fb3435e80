package io.sluice.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.sluice.api.error.InvalidInputException;
import io.sluice.protocol.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Several commands in one message, and their replies in another: arrays of JSON. Each command stays byte for byte as it was sent. */
final class Batch {

    /** Commands of one message: more are no batch of ours, and would be much work for one request. */
    static final int MOST = 256;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Limits.DEFAULT.depth() + 2)
                    .maxStringLength(Limits.DEFAULT.bytes()).maxNameLength(1024).build())
            .build();

    private Batch() {}

    /** @throws InvalidInputException where it is no array of 1 to {@value #MOST} objects in UTF-8, and no more */
    static List<byte[]> split(byte[] body) {
        List<byte[]> commands = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw wrong("message.syntax", "An array of commands was expected.");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (commands.size() == MOST) {
                    throw wrong("message.size", "At most " + MOST + " commands may be in one message.");
                }
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw wrong("message.type", "Element " + commands.size() + " is no object.");
                }
                commands.add(object(body, parser, commands.size()));
            }
            if (parser.nextToken() != null) {
                throw wrong("message.syntax", "There is more after the end of the array.");
            }
        } catch (IOException | IllegalStateException broken) {
            // Names made to collide in the reader's table are an illegal state.
            throw wrong("message.syntax", "Element " + commands.size() + " cannot be read as JSON.");
        }
        if (commands.isEmpty()) {
            throw wrong("message.size", "The array of commands is empty.");
        }
        return commands;
    }

    private static byte[] object(byte[] body, JsonParser parser, int index) throws IOException {
        long begin = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        long end = parser.currentLocation().getByteOffset();
        // The reader takes other encodings as well, but does not count their bytes.
        if (begin < 0 || end > body.length || end <= begin || body[(int) begin] != '{' || body[(int) end - 1] != '}') {
            throw wrong("message.encoding", "Element " + index + " is not in UTF-8.");
        }
        return Arrays.copyOfRange(body, (int) begin, (int) end);
    }

    /** One array of what is JSON each. */
    static byte[] join(List<byte[]> replies) {
        ByteArrayOutputStream array = new ByteArrayOutputStream(replies.stream().mapToInt(reply -> reply.length + 1).sum() + 1);
        char before = '[';
        for (byte[] reply : replies) {
            array.write(before);
            array.writeBytes(reply);
            before = ',';
        }
        array.write(']');
        return array.toByteArray();
    }

    private static InvalidInputException wrong(String code, String message) {
        return new InvalidInputException(code, "", message, "Send an array of 1 to " + MOST + " results.");
    }
}
