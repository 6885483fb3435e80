package io.sluice.outbox.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the other side said to a letter.
 *
 * @param reason why it does not have the letter; empty where it has
 */
record Verdict(Kind kind, String reason) {

    /** What becomes of the letter. */
    enum Kind {
        ACCEPTED,
        /** It cannot be taken at present, which is not the letter's fault. */
        LATER,
        REFUSED
    }

    private static final JsonFactory JSON = new JsonFactory();

    static final Verdict ACCEPTED = new Verdict(Kind.ACCEPTED, "");

    static Verdict later(String reason) {
        return new Verdict(Kind.LATER, reason);
    }

    static Verdict refused(String reason) {
        return new Verdict(Kind.REFUSED, reason);
    }

    boolean accepted() {
        return kind == Kind.ACCEPTED;
    }

    /** Of a reply of the protocol: its StatusCode, and where they are there its Message and Later (docs/protocol.md). */
    static Verdict of(byte[] reply) {
        try (JsonParser parser = JSON.createParser(reply)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return refused("The reply is no object of JSON.");
            }
            return read(parser);
        } catch (IOException broken) {
            return refused("The reply is no JSON: " + broken.getMessage());
        }
    }

    /** Of a reply to several letters; empty where it is not an array of so many replies. */
    static Optional<List<Verdict>> several(byte[] reply, int count) {
        List<Verdict> verdicts = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(reply)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                verdicts.add(read(parser));
            }
            boolean whole = parser.currentToken() == JsonToken.END_ARRAY && verdicts.size() == count;
            return whole ? Optional.of(verdicts) : Optional.empty();
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    /** One reply, from behind its beginning to its end. */
    private static Verdict read(JsonParser parser) throws IOException {
        String status = "";
        String message = "";
        boolean later = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && name.equals("StatusCode")) {
                status = parser.getText();
            } else if (value == JsonToken.VALUE_STRING && name.equals("Message")) {
                message = parser.getText();
            } else if (value == JsonToken.VALUE_STRING && name.equals("Later")) {
                later = parser.getText().equals("1");
            }
            parser.skipChildren();
        }
        if (status.equals("0")) {
            return ACCEPTED;
        }
        String reason = message.isEmpty() ? "StatusCode is '" + status + "', with no reason given." : message;
        return later ? later(reason) : refused(reason);
    }
}
