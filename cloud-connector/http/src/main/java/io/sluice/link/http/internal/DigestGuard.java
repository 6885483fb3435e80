package io.sluice.link.http.internal;

import io.sluice.session.http.DigestHash;
import io.sluice.session.http.DigestParameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out who sent a request, by HTTP Digest (RFC 7616). Thread-safe.
 */
final class DigestGuard {

    static final String REALM = "sluice";

    /**
     * @param user who it is; empty when that was not shown
     * @param stale whether all was right but for the age of the nonce
     * @param reason why not, for people
     */
    record Finding(Optional<String> user, boolean stale, String reason) {}

    /** Long, since each count is good once: every new challenge is a round trip that even an idle node pays for. */
    private static final Duration NONCE_LIFE = Duration.ofHours(1);

    private final Function<String, Optional<String>> passwords;
    private final List<DigestHash> hashes;
    private final Nonces nonces;

    /**
     * @param passwords by user
     * @param md5 whether old devices may use MD5
     */
    DigestGuard(Function<String, Optional<String>> passwords, boolean md5, InstantSource clock) {
        this.passwords = passwords;
        this.hashes = md5 ? List.of(DigestHash.SHA_256, DigestHash.MD5) : List.of(DigestHash.SHA_256);
        this.nonces = new Nonces(NONCE_LIFE, clock);
    }

    /** The challenges for an answer 401, the best first. */
    List<String> challenges(boolean stale) {
        String nonce = nonces.next();
        return hashes.stream()
                .map(hash -> "Digest realm=\"" + REALM + "\", qop=\"auth, auth-int\", algorithm=" + hash.word() + ", nonce=\""
                        + nonce + "\", charset=UTF-8" + (stale ? ", stale=true" : ""))
                .toList();
    }

    /** @param uri as on the request's first line */
    Finding find(String header, String method, String uri, byte[] body) {
        if (header == null) {
            return refused("Say who you are, by HTTP Digest.");
        }
        Optional<Map<String, String>> parsed = DigestParameters.parse(header);
        if (parsed.isEmpty()) {
            return refused("The header Authorization is not of the Digest scheme.");
        }
        Map<String, String> given = parsed.get();
        Optional<DigestHash> hash = DigestHash.of(given.getOrDefault("algorithm", "MD5"));
        if (hash.isEmpty() || !hashes.contains(hash.get())) {
            return refused("Use " + hashes.get(0).word() + ".");
        }
        String qop = given.getOrDefault("qop", "");
        Optional<Long> count = count(given.getOrDefault("nc", ""));
        if (!uri.equals(given.get("uri")) || !REALM.equals(given.get("realm")) || count.isEmpty()
                || !qop.equals("auth") && !qop.equals("auth-int")) {
            return refused("The header Authorization is not for this request.");
        }
        String user = given.getOrDefault("username", "");
        // Somebody unknown takes as long as somebody known.
        Optional<String> password = passwords.apply(user);
        String expected = hash.get().response(user, REALM, password.orElse("none"), method, uri,
                given.getOrDefault("nonce", ""), given.get("nc"), given.getOrDefault("cnonce", ""), qop, body);
        boolean right = MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII),
                given.getOrDefault("response", "").getBytes(StandardCharsets.UTF_8));
        if (password.isEmpty() || !right) {
            return refused("The device id is not known here, or the password is wrong.");
        }
        return switch (nonces.use(given.getOrDefault("nonce", ""), count.get())) {
            case FRESH -> new Finding(Optional.of(user), false, "");
            case STALE -> new Finding(Optional.empty(), true, "The nonce is too old.");
            case REPLAYED -> refused("This request was sent before.");
        };
    }

    private static Finding refused(String reason) {
        return new Finding(Optional.empty(), false, reason);
    }

    private static Optional<Long> count(String hex) {
        return hex.matches("[0-9a-fA-F]{8}") ? Optional.of(Long.parseLong(hex, 16)) : Optional.empty();
    }
}
