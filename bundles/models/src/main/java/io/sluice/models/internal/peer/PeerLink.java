package io.sluice.models.internal.peer;

import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.algorithm.sign.PublicKey;
import io.sluice.models.internal.peer.SignedMessage.Parameters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Signs requests to another gateway, and requires that its answers prove it. Thread-safe.
 *
 * @param own key
 * @param peer whose answers are believed
 * @param clock by which requests are dated
 */
public record PeerLink(PrivateKey own, PublicKey peer, Clock clock) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 18;

    /** The other side is not who it should be, or does not say so. */
    public static final class Unproven extends IOException {

        private static final long serialVersionUID = 1;

        Unproven(String message) {
            super(message);
        }
    }

    /**
     * Adds what proves a request.
     *
     * @param headers of it so far
     * @return the field Signature, to which the answer is bound
     */
    public String sign(HttpRequest.Builder request, String method, URI address, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>();
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        all.put(SignedMessage.RECEIVER, peer.id());
        String query = address.getRawQuery() == null ? "" : address.getRawQuery();
        SignedMessage message = SignedMessage.request(method, address.getRawPath(), query, all);
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        Parameters parameters = new Parameters(message.list(), clock.instant().getEpochSecond(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(nonce), own.publicKey().id());
        String signature = SignedMessage.signature(own.sign(message.base(parameters)));
        request.header("Sluice-Receiver", peer.id())
                .header("Signature-Input", parameters.field())
                .header("Signature", signature);
        return signature;
    }

    /**
     * @param requested the field Signature of the request
     * @throws Unproven when the answer is not that of the peer to this request
     */
    public void check(int status, HttpHeaders headers, String requested) throws Unproven {
        String input = headers.firstValue(SignedMessage.INPUT).orElse("");
        String field = headers.firstValue(SignedMessage.SIGNATURE).orElse("");
        Parameters parameters = SignedMessage.parameters(input).orElseThrow(() -> new Unproven(
                "the answer with status " + status + " is not signed, so that it may be anybody's"));
        if (!parameters.keyId().equals(peer.id())) {
            throw new Unproven("the answer is signed by the key " + parameters.keyId() + ", pinned is " + peer.id());
        }
        SignedMessage answer = SignedMessage.answer(status, headers.firstValue(SignedMessage.DIGEST).orElse(""), requested);
        boolean right = answer.list().equals(parameters.list()) && SignedMessage.signature(field)
                .filter(signature -> peer.verifies(answer.base(parameters), signature))
                .isPresent();
        if (!right) {
            throw new Unproven("the answer's signature is not that of the pinned key over this answer");
        }
    }

    /** @throws Unproven when an answer's body is another than was signed */
    public static void checkBody(HttpHeaders headers, byte[] sha256) throws Unproven {
        if (!headers.firstValue(SignedMessage.DIGEST).orElse("").equals(SignedMessage.digest(sha256))) {
            throw new Unproven("the answer's body is another than was signed");
        }
    }

    /** Value of the field Content-Digest. */
    public static String digest(byte[] sha256) {
        return SignedMessage.digest(sha256);
    }
}
