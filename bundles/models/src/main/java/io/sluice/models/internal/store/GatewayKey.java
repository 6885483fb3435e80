package io.sluice.models.internal.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of this gateway, from which every other key is derived (HKDF of RFC 5869 with SHA-256, one block), so that no
 * key is used for two things. 32 random bytes in a file that only the gateway's user can read.
 */
final class GatewayKey {

    private static final int BYTES = 32;
    private static final byte[] SALT = "sluice".getBytes(StandardCharsets.US_ASCII);

    private final byte[] root;

    private GatewayKey(byte[] root) {
        this.root = root;
    }

    /** Empty when there is no such file, or it holds no key. */
    static Optional<GatewayKey> load(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] content = Files.readAllBytes(file);
        return content.length == BYTES ? Optional.of(new GatewayKey(hmac(SALT, content))) : Optional.empty();
    }

    static GatewayKey create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createDirectories(file.getParent());
        Durable.write(file, secret);
        return load(file).orElseThrow();
    }

    /** 32 bytes for one purpose. */
    byte[] derive(String purpose) {
        byte[] info = (purpose + "\u0001").getBytes(StandardCharsets.UTF_8);
        return hmac(root, info);
    }

    /** Tells keys apart without telling anything of them. */
    String fingerprint() {
        return HexFormat.of().formatHex(Arrays.copyOf(derive("fingerprint"), 8));
    }

    /** This gateway's id in licences, where none is configured: 20 characters, as the standard's DeviceID. */
    String gatewayId() {
        return HexFormat.of().formatHex(Arrays.copyOf(derive("gateway-id"), 10));
    }

    String seal(byte[] content) {
        return HexFormat.of().formatHex(hmac(derive("records"), content));
    }

    boolean sealedBy(String seal, byte[] content) {
        return MessageDigest.isEqual(
                seal.getBytes(StandardCharsets.US_ASCII), seal(content).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
