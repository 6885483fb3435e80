package io.sluice.parts.internal;

import java.util.List;

/**
 * How a part is encrypted.
 *
 * @param envelopes the part's key, once for each node that may read it
 */
record Sealing(Suite suite, List<Envelope> envelopes) {

    Sealing {
        envelopes = List.copyOf(envelopes);
    }

    /**
     * @param device who can open it
     * @param publicKey X25519 key made for this envelope, 32 bytes in Base64
     * @param key the part's key, encrypted, in Base64
     */
    record Envelope(String device, String publicKey, String key) {}
}
