package io.sluice.session.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that a message comes from who it says, whichever broker it went through: HMAC-SHA-256 by the key both nodes share, over
 * topic, correlation and body.
 */
public final class Seal {

    private Seal() {}

    public static String of(String key, String topic, byte[] correlation, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            // Lengths first, so that no part can pass for the end of another.
            mac.update(ByteBuffer.allocate(8).putInt(name.length).putInt(correlation.length).array());
            mac.update(name);
            mac.update(correlation);
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static boolean fits(String seal, String key, String topic, byte[] correlation, byte[] body) {
        return MessageDigest.isEqual(of(key, topic, correlation, body).getBytes(StandardCharsets.US_ASCII),
                seal.getBytes(StandardCharsets.UTF_8));
    }
}
