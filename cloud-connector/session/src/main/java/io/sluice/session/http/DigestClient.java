package io.sluice.session.http;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Proves who this node is to one other node. Keeps the last challenge, so that most requests need no second. Thread-safe. */
public final class DigestClient {

    private record Challenge(String realm, String nonce, DigestHash hash, String qop) {}

    private final String user;
    private final String password;
    private Optional<Challenge> challenge = Optional.empty();
    private long count;

    public DigestClient(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /** The header Authorization for a request; empty as long as nobody challenged. */
    public synchronized Optional<String> header(String method, String uri, byte[] body) {
        return challenge.map(given -> {
            String own = UUID.randomUUID().toString();
            String used = "%08x".formatted(++count);
            String response = given.hash.response(
                    user, given.realm, password, method, uri, given.nonce, used, own, given.qop, body);
            return "Digest username=" + DigestParameters.quoted(user) + ", realm=" + DigestParameters.quoted(given.realm)
                    + ", nonce=" + DigestParameters.quoted(given.nonce) + ", uri=" + DigestParameters.quoted(uri)
                    + ", algorithm=" + given.hash.word() + ", qop=" + given.qop + ", nc=" + used + ", cnonce=\"" + own
                    + "\", response=\"" + response + "\"";
        });
    }

    /**
     * Takes the strongest challenge of an answer 401.
     *
     * @return false when there is none this node knows
     */
    public synchronized boolean challenged(List<String> headers) {
        Optional<Challenge> best = headers.stream()
                .map(DigestParameters::parse)
                .flatMap(Optional::stream)
                .map(DigestClient::read)
                .flatMap(Optional::stream)
                .min((a, b) -> a.hash.compareTo(b.hash));
        best.ifPresent(found -> {
            challenge = best;
            count = 0;
        });
        return best.isPresent();
    }

    private static Optional<Challenge> read(Map<String, String> given) {
        List<String> offered = Arrays.stream(given.getOrDefault("qop", "").split(",")).map(String::strip).toList();
        // With the body covered, nobody on the way can exchange it.
        String qop = offered.contains("auth-int") ? "auth-int" : offered.contains("auth") ? "auth" : "";
        if (qop.isEmpty() || !given.containsKey("nonce")) {
            return Optional.empty();
        }
        return DigestHash.of(given.getOrDefault("algorithm", "MD5"))
                .map(hash -> new Challenge(given.getOrDefault("realm", ""), given.get("nonce"), hash, qop));
    }
}
