package io.sluice.link.http.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.session.http.Caller;
import java.io.IOException;

/** Reads why another node said no, whatever it answered. */
final class Reasons {

    private static final int LONGEST = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Reasons() {}

    static String of(Caller.Answer answer) {
        String said;
        try {
            said = JSON.readTree(answer.body()).path("Message").asText("");
        } catch (IOException noJson) {
            said = "";
        }
        String line = said.replaceAll("\\p{Cntrl}+", " ").strip();
        String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
        return cut.isEmpty() ? "it answered " + answer.status() : cut;
    }
}
