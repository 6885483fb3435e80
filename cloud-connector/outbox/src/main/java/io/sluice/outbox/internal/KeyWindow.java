package io.sluice.outbox.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * The latest keys of a destination, by 128 bits of their digests, which no two share by chance. Whoever repeats a letter does so
 * soon, after a restart or a failure; the receiver looks at keys too. Used by one thread at a time.
 */
final class KeyWindow {

    static final int MOST = 20_000;

    private final Set<Hash> known = new HashSet<>();
    private final Queue<Hash> order = new ArrayDeque<>();
    private final MessageDigest digest;

    KeyWindow() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** False where it is known. */
    boolean add(String key) {
        Hash hash = hash(key);
        if (!known.add(hash)) {
            return false;
        }
        order.add(hash);
        if (order.size() > MOST) {
            known.remove(order.remove());
        }
        return true;
    }

    void remove(String key) {
        Hash hash = hash(key);
        if (known.remove(hash)) {
            order.remove(hash);
        }
    }

    private record Hash(long high, long low) {}

    private Hash hash(String key) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        return new Hash(bytes.getLong(), bytes.getLong());
    }
}
