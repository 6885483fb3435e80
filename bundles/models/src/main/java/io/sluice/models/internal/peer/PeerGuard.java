package io.sluice.models.internal.peer;

import io.sluice.algorithm.sign.PrivateKey;
import io.sluice.algorithm.sign.TrustStore.Trusted;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.PeerGate;
import io.sluice.api.model.PeerRequest;
import io.sluice.models.internal.peer.SignedMessage.Parameters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Lets those requests in that a known gateway signed for this one just now and that were not seen before. */
public final class PeerGuard implements PeerGate {

    private final PeerIdentity identity;
    private final Clock clock;
    private final Duration window;
    private final Nonces nonces;
    private final long start;

    /** @param window how far off a request's time may be */
    public PeerGuard(PeerIdentity identity, Clock clock, Duration window) {
        this.identity = identity;
        this.clock = clock;
        this.window = window;
        nonces = new Nonces(2 * window.toSeconds() + 1);
        start = clock.instant().getEpochSecond();
    }

    @Override
    public Admission admit(PeerRequest request) {
        Map<String, String> headers = request.headers();
        if (!headers.containsKey(SignedMessage.SIGNATURE) && identity.openOnLoopback() && request.loopback()) {
            return Open.INSTANCE;
        }
        if (!headers.containsKey(SignedMessage.SIGNATURE) || !headers.containsKey(SignedMessage.INPUT)) {
            throw refused("model.peer.unsigned", "The request has no signature of a gateway.",
                    "Ask with a gateway's key, or open this machine's own access in the configuration io.sluice.models.");
        }
        Parameters parameters = SignedMessage.parameters(headers.get(SignedMessage.INPUT))
                .filter(given -> !given.nonce().isEmpty())
                .orElseThrow(() -> malformed("Signature-Input"));
        byte[] signature = SignedMessage.signature(headers.get(SignedMessage.SIGNATURE))
                .orElseThrow(() -> malformed("Signature"));
        PrivateKey own = identity.own();
        String receiver = headers.getOrDefault(SignedMessage.RECEIVER, "");
        if (!receiver.equals(own.publicKey().id())) {
            throw refused("model.peer.receiver", "The request is meant for the gateway with the key '" + shown(receiver)
                    + "'; this one has " + own.publicKey().id() + ".", "Pin this gateway's key at the one that asks.");
        }
        Trusted peer = identity.byKey(parameters.keyId()).orElseThrow(() -> refused("model.peer.unknown",
                "No gateway with the key " + parameters.keyId() + " is known here.",
                "Copy that gateway's identity/gateway.pem into the folder of peers' keys."));
        SignedMessage message =
                SignedMessage.request(request.method(), request.path(), request.query(), headers);
        boolean body = request.method().equals("PATCH") || request.method().equals("POST");
        if (!message.list().equals(parameters.list()) || body && !headers.containsKey(SignedMessage.DIGEST)) {
            throw refused("model.peer.uncovered", "The signature is over " + shown(parameters.list()) + " instead of "
                    + message.list() + (body ? " with a digest of the body." : "."), "Sign the whole request.");
        }
        checkTime(parameters.created(), peer.name());
        if (!peer.key().verifies(message.base(parameters), signature)) {
            throw refused("model.peer.signature", "The signature is not that of " + peer.name()
                    + " over this request: another key made it, or the request was changed on its way.",
                    "Pin the right key of that gateway, and see what lies between.");
        }
        if (!nonces.add(parameters.keyId() + parameters.nonce(), clock.instant().getEpochSecond())) {
            throw refused("model.peer.replayed", "The same request of " + peer.name() + " was received before.",
                    "Sign each request anew.");
        }
        return new Proven(peer.name(), own, headers.get(SignedMessage.SIGNATURE), headers.getOrDefault(SignedMessage.DIGEST, ""),
                clock);
    }

    /** What was signed before this guard knew any nonce may have been received before. */
    private void checkTime(long created, String peer) {
        long now = clock.instant().getEpochSecond();
        if (Math.abs(now - created) > window.toSeconds() || created < start - window.toSeconds()) {
            throw refused("model.peer.clock", "The request of " + peer + " was signed at " + Instant.ofEpochSecond(created)
                    + ", and it is " + Instant.ofEpochSecond(now) + " here: more than " + window.toSeconds() + " s apart.",
                    "Set the clocks of both gateways, best by NTP.");
        }
        if (created < start) {
            throw refused("model.peer.replayed", "The request of " + peer + " was signed at " + Instant.ofEpochSecond(created)
                    + ", before this gateway's part for packages started; it may have been received before.",
                    "Sign the request anew.");
        }
    }

    private static RejectedException malformed(String field) {
        return refused("model.peer.malformed", "The field " + field + " is not as gateways write it.",
                "Sign the request as RFC 9421 says, with one signature named sluice.");
    }

    private static RejectedException refused(String code, String message, String remedy) {
        return new RejectedException(code, message, remedy, null);
    }

    private static String shown(String given) {
        String printable = given.replaceAll("[^ -~]", "?");
        return printable.length() <= 200 ? printable : printable.substring(0, 200) + "...";
    }

    /** Without a proof, from this machine. */
    private enum Open implements Admission {
        INSTANCE;

        @Override
        public Optional<String> peer() {
            return Optional.empty();
        }

        @Override
        public void checkBody(byte[] sha256) {
            // Nothing was signed.
        }

        @Override
        public Map<String, String> prove(int status, String contentDigest) {
            return Map.of();
        }
    }

    private record Proven(String name, PrivateKey own, String signature, String digest, Clock clock) implements Admission {

        @Override
        public Optional<String> peer() {
            return Optional.of(name);
        }

        @Override
        public void checkBody(byte[] sha256) {
            if (!digest.isEmpty() && !digest.equals(SignedMessage.digest(sha256))) {
                throw refused("model.peer.body", "The body is another than " + name + " signed: its digest is "
                        + SignedMessage.digest(sha256) + ", signed is " + shown(digest) + ".",
                        "Send it again, and see what lies between.");
            }
        }

        @Override
        public Map<String, String> prove(int status, String contentDigest) {
            SignedMessage answer = SignedMessage.answer(status, contentDigest, signature);
            Parameters parameters = new Parameters(
                    answer.list(), clock.instant().getEpochSecond(), "", own.publicKey().id());
            return Map.of(
                    "Signature-Input", parameters.field(),
                    "Signature", SignedMessage.signature(own.sign(answer.base(parameters))));
        }
    }
}
