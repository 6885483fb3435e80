package io.sluice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One message being read: where it is, what it may still take, and how it fails. For one thread. */
final class Reader {

    private final byte[] message;
    private final JsonParser parser;
    private final Limits limits;
    private final WireTime time;
    private int values;

    /** @param parser of that message */
    Reader(byte[] message, JsonParser parser, Limits limits, WireTime time) {
        this.message = message;
        this.parser = parser;
        this.limits = limits;
        this.time = time;
    }

    JsonParser parser() {
        return parser;
    }

    WireTime time() {
        return time;
    }

    /** The text of the present value. */
    String text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType("a string");
        }
        return parser.getText();
    }

    /** The message's own bytes of the present string, which the parser may still have to pass; empty where it has escapes. */
    Optional<ByteBuffer> plainText() {
        int start = (int) parser.currentTokenLocation().getByteOffset() + 1;
        int end = start;
        while (end < message.length && message[end] != '"') {
            if (message[end] == '\\') {
                return Optional.empty();
            }
            end++;
        }
        return end == message.length ? Optional.empty() : Optional.of(ByteBuffer.wrap(message, start, end - start));
    }

    /** Counts a value of the open parts or an element of a list. */
    void count() {
        if (++values > limits.values()) {
            throw fail(Fault.SIZE, "at most " + limits.values() + " values in lists and open objects", "more");
        }
        if (parser.getParsingContext().getNestingDepth() > limits.depth()) {
            throw fail(Fault.DEPTH, "at most " + limits.depth() + " levels", "more");
        }
    }

    /** Demands that a text be Unicode, and gives its bytes in UTF-8. */
    int bytes(String text) {
        int bytes = Utf8.length(text);
        if (bytes < 0) {
            throw fail(Fault.ENCODING, "Unicode", "half a surrogate pair in " + Snippet.quoted(text));
        }
        return bytes;
    }

    /** About the present value. */
    MessageException fail(Fault fault, String expected, String found) {
        return new MessageException(fault, path(), expected, found, null);
    }

    MessageException wrongType(String expected) {
        return fail(Fault.TYPE, expected, kind(parser.currentToken()));
    }

    String path() {
        return Paths.of(parser.getParsingContext());
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> "nothing";
        };
    }
}
