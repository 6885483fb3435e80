package io.sluice.rtsp.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Hash functions of Digest authentication, the stronger last. */
enum DigestAlgorithm {
    MD5("MD5"),
    SHA_256("SHA-256");

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /** As it stands in headers; the same name Java knows it by. */
    String token() {
        return token;
    }

    static Optional<DigestAlgorithm> of(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The response value of RFC 7616 section 3.4.1; without qop as RFC 2069 has it. */
    String response(
            Credentials login, String realm, String nonce, String method, String uri,
            Optional<QualityOfProtection> qop) {
        String secret = hash(login.user() + ":" + realm + ":" + login.password());
        String request = hash(method + ":" + uri);
        String middle = qop.map(q -> ":" + q.count() + ":" + q.clientNonce() + ":auth").orElse("");
        return hash(secret + ":" + nonce + middle + ":" + request);
    }

    /** What qop=auth adds: nc and cnonce. */
    record QualityOfProtection(String count, String clientNonce) {}

    private String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance(token).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + token, e);
        }
    }
}
