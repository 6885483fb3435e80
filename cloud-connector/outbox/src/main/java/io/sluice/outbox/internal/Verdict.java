package io.sluice.outbox.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What the other side said to a letter.
 *
 * @param accepted whether it has the letter now
 * @param reason why not
 */
record Verdict(boolean accepted, String reason) {

    private static final JsonFactory JSON = new JsonFactory();

    static final Verdict ACCEPTED = new Verdict(true, "");

    /** Of a reply of the protocol: its StatusCode, and its Message where it has one. */
    static Verdict of(byte[] reply) {
        String status = "";
        String message = "";
        try (JsonParser parser = JSON.createParser(reply)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Verdict(false, "The reply is no object of JSON.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && name.equals("StatusCode")) {
                    status = parser.getText();
                } else if (value == JsonToken.VALUE_STRING && name.equals("Message")) {
                    message = parser.getText();
                }
                parser.skipChildren();
            }
        } catch (IOException broken) {
            return new Verdict(false, "The reply is no JSON: " + broken.getMessage());
        }
        if (status.equals("0")) {
            return ACCEPTED;
        }
        return new Verdict(false, message.isEmpty() ? "StatusCode is '" + status + "', with no reason given." : message);
    }
}
