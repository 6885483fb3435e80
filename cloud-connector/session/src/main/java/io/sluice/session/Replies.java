package io.sluice.session;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Replies that say no before a message is looked at: {@code StatusCode} 1, and the reason where tables 18 and 21 have theirs. */
public final class Replies {

    private Replies() {}

    public static byte[] failure(String reason) {
        return SessionJson.bytes(reply(reason));
    }

    /** As above, where the same message will be taken at another time. */
    public static byte[] later(String reason) {
        return SessionJson.bytes(reply(reason).put("Later", "1"));
    }

    private static ObjectNode reply(String reason) {
        return SessionJson.object().put("StatusCode", "1").put("Message", reason);
    }
}
