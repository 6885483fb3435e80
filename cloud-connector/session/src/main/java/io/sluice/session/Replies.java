package io.sluice.session;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Replies that say no before a message is looked at: {@code StatusCode} 1, and the reason where tables 18 and 21 have theirs. */
public final class Replies {

    private Replies() {}

    public static byte[] failure(String reason) {
        ObjectNode reply = SessionJson.object();
        reply.put("StatusCode", "1");
        reply.put("Message", reason);
        return SessionJson.bytes(reply);
    }
}
