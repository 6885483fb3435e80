package io.sluice.media.codec;

import java.nio.ByteBuffer;

/** Supplemental enhancement information of H.264, clause 7.3.2.3. */
final class Sei {

    private static final int RECOVERY_POINT = 6;
    /** A recovery point stands near the front; user data can be long and is not worth unescaping. */
    private static final int LOOKED_AT = 256;

    private Sei() {}

    static boolean holdsImmediateRecoveryPoint(ByteBuffer nal) {
        byte[] payload = Rbsp.of(nal, 1, LOOKED_AT);
        int at = 0;
        // At least a type, a size and the trailing bits must be left.
        while (at + 2 < payload.length) {
            int type = 0;
            while (at < payload.length && payload[at] == (byte) 0xFF) {
                type += 255;
                at++;
            }
            type += at < payload.length ? payload[at++] & 0xFF : 0;
            int size = 0;
            while (at < payload.length && payload[at] == (byte) 0xFF) {
                size += 255;
                at++;
            }
            size += at < payload.length ? payload[at++] & 0xFF : 0;
            if (type == RECOVERY_POINT && at < payload.length) {
                // recovery_frame_cnt is ue(v): 0 is a single one bit.
                return (payload[at] & 0x80) != 0;
            }
            at += size;
        }
        return false;
    }
}
