package io.sluice.outbox.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

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
        String status = "";
        String message = "";
        boolean later = false;
        try (JsonParser parser = JSON.createParser(reply)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return refused("The reply is no object of JSON.");
            }
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
        } catch (IOException broken) {
            return refused("The reply is no JSON: " + broken.getMessage());
        }
        if (status.equals("0")) {
            return ACCEPTED;
        }
        String reason = message.isEmpty() ? "StatusCode is '" + status + "', with no reason given." : message;
        return later ? later(reason) : refused(reason);
    }
}
