package io.sluice.rtsp.auth;

import io.sluice.rtsp.auth.DigestAlgorithm.QualityOfProtection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server's side of authentication: one user, challenges with nonces that expire. Used by one thread.
 */
public final class ServerAuth {

    /** Schemes to offer. */
    public enum Scheme {
        BASIC, DIGEST_MD5, DIGEST_SHA_256
    }

    /** What a request's Authorization header is worth. */
    public enum Verdict {
        ACCEPTED, REFUSED, STALE
    }

    private final Credentials login;
    private final String realm;
    private final Set<Scheme> schemes;
    private final long nonceLifeNanos;
    private final SecureRandom random = new SecureRandom();
    private String nonce = "";
    private long nonceMade;

    public ServerAuth(Credentials login, String realm, Set<Scheme> schemes, Duration nonceLife) {
        this.login = login;
        this.realm = realm;
        this.schemes = Set.copyOf(schemes);
        this.nonceLifeNanos = nonceLife.toNanos();
    }

    /** Values of WWW-Authenticate to send with a 401. */
    public List<String> challenges(boolean stale) {
        List<String> values = new ArrayList<>();
        String rest = "realm=\"" + realm + "\", nonce=\"" + nonce() + "\", qop=\"auth\""
                + (stale ? ", stale=true" : "");
        if (schemes.contains(Scheme.DIGEST_SHA_256)) {
            values.add("Digest " + rest + ", algorithm=SHA-256");
        }
        if (schemes.contains(Scheme.DIGEST_MD5)) {
            values.add("Digest " + rest + ", algorithm=MD5");
        }
        if (schemes.contains(Scheme.BASIC)) {
            values.add("Basic realm=\"" + realm + "\"");
        }
        return values;
    }

    /** Whether a request may pass; Digest must be for this method and address. */
    public Verdict check(String method, String uri, Optional<String> authorization) {
        List<AuthHeader> headers = authorization.map(AuthHeader::parse).orElse(List.of());
        if (headers.isEmpty()) {
            return Verdict.REFUSED;
        }
        AuthHeader header = headers.get(0);
        if (header.scheme().equalsIgnoreCase("Basic")) {
            String pair = login.user() + ":" + login.password();
            String expected = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            return verdict(schemes.contains(Scheme.BASIC) && same(expected, header.token()));
        }
        return digest(method, uri, header);
    }

    private Verdict digest(String method, String uri, AuthHeader header) {
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(header.parameter("algorithm").orElse("MD5"));
        boolean offered = algorithm.filter(known -> schemes.contains(
                known == DigestAlgorithm.MD5 ? Scheme.DIGEST_MD5 : Scheme.DIGEST_SHA_256)).isPresent();
        boolean meant = header.parameter("username").filter(login.user()::equals).isPresent()
                && header.parameter("uri").filter(uri::equals).isPresent();
        if (!offered || !meant) {
            return Verdict.REFUSED;
        }
        String theirs = header.parameter("nonce").orElse("");
        Optional<QualityOfProtection> qop = header.parameter("qop").map(used -> new QualityOfProtection(
                header.parameter("nc").orElse(""), header.parameter("cnonce").orElse("")));
        String expected = algorithm.get().response(
                login, realm, theirs, method, uri, qop);
        if (!same(expected, header.parameter("response").orElse(""))) {
            return Verdict.REFUSED;
        }
        return same(nonce(), theirs) ? Verdict.ACCEPTED : Verdict.STALE;
    }

    private String nonce() {
        if (nonce.isEmpty() || System.nanoTime() - nonceMade > nonceLifeNanos) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            nonce = HexFormat.of().formatHex(bytes);
            nonceMade = System.nanoTime();
        }
        return nonce;
    }

    private static Verdict verdict(boolean good) {
        return good ? Verdict.ACCEPTED : Verdict.REFUSED;
    }

    /** In constant time, so that nobody learns a response from how long its refusal takes. */
    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
