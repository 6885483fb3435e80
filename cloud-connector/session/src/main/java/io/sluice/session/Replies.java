package io.sluice.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Replies that say no, in the form of the tables: {@code StatusCode} 1, and the reason where tables 18 and 21 have theirs. */
public final class Replies {

    private Replies() {}

    public static byte[] failure(String reason) {
        return failure(reason, Optional.empty());
    }

    /** @param command what is answered, whose type and index the reply repeats */
    static byte[] failure(String reason, Optional<JsonNode> command) {
        ObjectNode reply = SessionJson.object();
        command.ifPresent(asked -> {
            if (asked.path("CommandType").isTextual()) {
                reply.set("CommandType", asked.path("CommandType"));
            }
            if (asked.path("CommandIdx").isIntegralNumber()) {
                reply.set("CommandIdx", asked.path("CommandIdx"));
            }
        });
        reply.put("StatusCode", "1");
        reply.put("Message", reason);
        return SessionJson.bytes(reply);
    }
}
