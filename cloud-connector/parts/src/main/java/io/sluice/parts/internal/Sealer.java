package io.sluice.parts.internal;

import io.sluice.api.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Encrypts parts for the nodes that may read them, and decrypts those for this one. A part's key is made of what the part is and
 * whom it belongs to: making the same result again after a crash makes the same bytes. It goes to each reader in an envelope of its
 * own, by a key that X25519 and HKDF make of the reader's key and one drawn for the envelope. Thread-safe.
 */
final class Sealer {

    private static final String PURPOSE = "sluice part";

    private final String own;
    private final NodeKey key;

    Sealer(String own, NodeKey key) {
        this.own = own;
        this.key = key;
    }

    /** @param name of the part for this node: its result and its place there */
    byte[] seal(Suite suite, String name, byte[] content) {
        return suite.apply(true, partKey(suite, name, content), header(suite), content).orElseThrow();
    }

    /**
     * @param readers public keys, in Base64, by device
     * @param digest of what was encrypted
     * @throws InvalidInputException when one of them is no key
     */
    Sealing envelopes(Suite suite, String name, byte[] content, Map<String, String> readers, String digest) {
        byte[] partKey = partKey(suite, name, content);
        List<Sealing.Envelope> envelopes = new ArrayList<>();
        readers.forEach((device, text) -> {
            NodeKey drawn = NodeKey.random();
            byte[] wrapping = wrapping(drawn, decoded(text, device), drawn.publicKey(), suite, device, digest);
            envelopes.add(new Sealing.Envelope(device, drawn.publicText(), Base64.getEncoder().encodeToString(
                    suite.apply(true, wrapping, header(suite), partKey).orElseThrow())));
        });
        return new Sealing(suite, envelopes);
    }

    /** @throws InvalidInputException when one of them is no key; so a task can be refused before it has made anything */
    void demandKeys(Map<String, String> readers) {
        readers.forEach((device, text) -> wrapping(key, decoded(text, device), key.publicKey(), Suite.AES_256_GCM, device, ""));
    }

    /** @throws InvalidInputException when it is not for this node, was made for another key, or was changed on its way */
    byte[] open(Sealing sealing, String digest, byte[] sealed) {
        Suite suite = sealing.suite();
        Sealing.Envelope envelope = sealing.envelopes().stream().filter(one -> one.device().equals(own)).findFirst()
                .orElseThrow(() -> new InvalidInputException("parts.key.absent", "Keys",
                        "The part is encrypted, and not for this node.", "Name this node and its key in the task's destination."));
        byte[] drawn = decoded(envelope.publicKey(), envelope.device());
        byte[] partKey = suite.apply(false, wrapping(key, drawn, drawn, suite, own, digest), header(suite),
                base64(envelope.key()).orElse(new byte[0])).filter(found -> found.length == suite.keyBytes())
                .orElseThrow(() -> wrong("its key was encrypted for another key than this node's, or was changed"));
        return suite.apply(false, partKey, header(suite), sealed).orElseThrow(() -> wrong("it was changed after it was encrypted"));
    }

    private byte[] partKey(Suite suite, String name, byte[] content) {
        byte[] salt = (name + '\n' + Digests.of(content)).getBytes(StandardCharsets.UTF_8);
        return key.own(salt, PURPOSE + " content " + suite.wire(), suite.keyBytes());
    }

    private static byte[] wrapping(NodeKey mine, byte[] other, byte[] drawn, Suite suite, String device, String digest) {
        try {
            byte[] salt = ByteBuffer.allocate(drawn.length + digest.length()).put(drawn)
                    .put(digest.getBytes(StandardCharsets.US_ASCII)).array();
            return mine.agree(other, salt, PURPOSE + " key " + suite.wire() + " " + device, suite.keyBytes());
        } catch (IllegalArgumentException invalid) {
            throw noKey(device);
        }
    }

    private static byte[] header(Suite suite) {
        return (PURPOSE + " " + suite.wire()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] decoded(String text, String device) {
        return base64(text).orElseThrow(() -> noKey(device));
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    private static InvalidInputException noKey(String device) {
        return new InvalidInputException("parts.key.invalid", "PublicKey", "What is given for " + device + " is no key of X25519.",
                "Give the 32 bytes of its public key in Base64.");
    }

    private static InvalidInputException wrong(String what) {
        return new InvalidInputException("parts.key.wrong", "Cipher", "The part cannot be decrypted: " + what + ".",
                "See that the task names this node's present key, and who carries the parts.");
    }
}
