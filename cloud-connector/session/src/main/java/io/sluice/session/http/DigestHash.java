package io.sluice.session.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The hashes of RFC 7616, section 3.4. */
public enum DigestHash {
    SHA_256("SHA-256"),
    /** For old devices only, where the configuration allows it. */
    MD5("MD5");

    private final String word;

    DigestHash(String word) {
        this.word = word;
    }

    /** Its name in headers. */
    public String word() {
        return word;
    }

    public static Optional<DigestHash> of(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "SHA-256" -> Optional.of(SHA_256);
            case "MD5" -> Optional.of(MD5);
            default -> Optional.empty();
        };
    }

    /**
     * The response to a challenge.
     *
     * @param qop {@code auth}, or {@code auth-int}, which covers the body as well
     */
    public String response(
            String user, String realm, String password, String method, String uri, String nonce, String count, String own,
            String qop, byte[] body) {
        String secret = hash(user + ":" + realm + ":" + password);
        String request = method + ":" + uri + (qop.equals("auth-int") ? ":" + hash(body) : "");
        return hash(String.join(":", secret, nonce, count, own, qop, hash(request)));
    }

    private String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(word).digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
