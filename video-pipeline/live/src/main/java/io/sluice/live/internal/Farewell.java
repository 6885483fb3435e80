package io.sluice.live.internal;

import java.nio.charset.StandardCharsets;

/**
 * Why the gateway ends a connection.
 *
 * @param code of RFC 6455, section 7.4; 4000 and above are ours
 * @param reason for people, at most 123 bytes in UTF-8 (RFC 6455, section 5.5)
 */
record Farewell(int code, String reason) {

    static final Farewell RESTART = new Farewell(1012, "The live view is being restarted or updated.");
    static final Farewell FULL = new Farewell(1013, "The most viewers allowed are connected already.");

    private static final int LONGEST_REASON = 123;

    Farewell {
        while (reason.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            reason = reason.substring(0, reason.length() - 1);
        }
    }

    static Farewell unknown(String camera) {
        return new Farewell(4404, "There is no camera '" + camera + "'.");
    }
}
