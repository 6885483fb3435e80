package io.sluice.algorithm.seal;

import java.util.Arrays;

/** Bytes of a key, wiped when closed. Not thread-safe while it is closed. */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: it is wiped by {@link #close()}. At least 16 bytes. */
    public static Secret own(byte[] bytes) {
        if (bytes.length < 16) {
            throw new IllegalArgumentException("a key has at least 16 bytes");
        }
        return new Secret(bytes);
    }

    byte[] bytes() {
        if (closed) {
            throw new IllegalStateException("The key was wiped");
        }
        return bytes;
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }
}
