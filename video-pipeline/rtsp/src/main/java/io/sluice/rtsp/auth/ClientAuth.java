package io.sluice.rtsp.auth;

import io.sluice.rtsp.auth.DigestAlgorithm.QualityOfProtection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A client's side of authentication for one connection: takes challenges, signs requests. Not thread-safe. */
public final class ClientAuth {

    /** What to do after a 401. */
    public enum Verdict {
        /** Send the request again with {@link #header}. */
        TRY,
        /** The server knows this user and password and refuses them. */
        REFUSED,
        /** It wants a user and password, and there are none. */
        NO_CREDENTIALS,
        /** It wants a scheme or algorithm that is not known here. */
        UNKNOWN_SCHEME
    }

    /** A nonce may go stale between challenge and request; more often than this in a row the server is broken. */
    private static final int MOST_STALE = 3;

    private final Optional<Credentials> credentials;
    private final SecureRandom random = new SecureRandom();
    private Optional<AuthHeader> challenge = Optional.empty();
    private int stale;
    private int uses;

    public ClientAuth(Optional<Credentials> credentials) {
        this.credentials = credentials;
    }

    /** Takes the WWW-Authenticate values of a 401. Prefers SHA-256 to MD5 to Basic. */
    public Verdict challenged(List<String> values, boolean requestWasSigned) {
        Optional<AuthHeader> best = values.stream()
                .flatMap(value -> AuthHeader.parse(value).stream())
                .filter(header -> strength(header) > 0)
                .max(Comparator.comparingInt(ClientAuth::strength));
        if (best.isEmpty()) {
            return Verdict.UNKNOWN_SCHEME;
        }
        if (credentials.isEmpty()) {
            return Verdict.NO_CREDENTIALS;
        }
        boolean fresh = best.get().parameter("stale").filter("true"::equalsIgnoreCase).isPresent();
        if (requestWasSigned && !(fresh && ++stale <= MOST_STALE)) {
            return Verdict.REFUSED;
        }
        challenge = best;
        uses = 0;
        return Verdict.TRY;
    }

    /** A signed request was taken. */
    public void accepted() {
        stale = 0;
    }

    /** The Authorization value for a request; empty before the first challenge. */
    public Optional<String> header(String method, String uri) {
        return challenge.flatMap(known -> credentials.map(login -> known.scheme().equalsIgnoreCase("Basic")
                ? basic(login)
                : digest(known, login, method, uri)));
    }

    private static int strength(AuthHeader header) {
        if (header.scheme().equalsIgnoreCase("Basic")) {
            return 1;
        }
        boolean usable = header.scheme().equalsIgnoreCase("Digest")
                && header.parameter("nonce").isPresent()
                && header.parameter("qop").map(ClientAuth::offersAuth).orElse(true);
        return usable ? algorithm(header).map(known -> 2 + known.ordinal()).orElse(0) : 0;
    }

    private static Optional<DigestAlgorithm> algorithm(AuthHeader header) {
        return DigestAlgorithm.of(header.parameter("algorithm").orElse("MD5"));
    }

    private static boolean offersAuth(String qop) {
        return List.of(qop.replace(" ", "").split(",")).contains("auth");
    }

    private static String basic(Credentials login) {
        byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private String digest(AuthHeader known, Credentials login, String method, String uri) {
        DigestAlgorithm algorithm = algorithm(known).orElseThrow();
        String realm = known.parameter("realm").orElse("");
        String nonce = known.parameter("nonce").orElseThrow();
        Optional<QualityOfProtection> qop = known.parameter("qop").map(offered -> next());
        StringBuilder text = new StringBuilder("Digest username=").append(quoted(login.user()))
                .append(", realm=").append(quoted(realm))
                .append(", nonce=").append(quoted(nonce))
                .append(", uri=").append(quoted(uri))
                .append(", response=")
                .append(quoted(algorithm.response(login, realm, nonce, method, uri, qop)));
        // Old servers that name no algorithm do not expect one either.
        known.parameter("algorithm").ifPresent(name -> text.append(", algorithm=").append(name));
        known.parameter("opaque").ifPresent(opaque -> text.append(", opaque=").append(quoted(opaque)));
        qop.ifPresent(q -> text.append(", qop=auth, nc=").append(q.count())
                .append(", cnonce=").append(quoted(q.clientNonce())));
        return text.toString();
    }

    private QualityOfProtection next() {
        byte[] nonce = new byte[8];
        random.nextBytes(nonce);
        return new QualityOfProtection(String.format("%08x", ++uses), HexFormat.of().formatHex(nonce));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
