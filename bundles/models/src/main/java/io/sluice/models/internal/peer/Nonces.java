package io.sluice.models.internal.peer;

import io.sluice.api.error.UnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which requests were received, for as long as they would be taken again; in bounded memory. Thread-safe. */
final class Nonces {

    /** A gateway asks a few times a minute. */
    private static final int MOST = 10_000;

    private final long keepSeconds;
    private final Map<String, Long> seen = new LinkedHashMap<>();

    Nonces(long keepSeconds) {
        this.keepSeconds = keepSeconds;
    }

    /**
     * @param now in seconds since 1970
     * @return whether it is new
     * @throws UnavailableException rather than to forget one that could be used again
     */
    synchronized boolean add(String nonce, long now) {
        // A clock that was set back keeps them longer, which does no harm.
        seen.values().removeIf(at -> now - at > keepSeconds);
        if (seen.size() >= MOST) {
            throw new UnavailableException("model.peer.busy",
                    "There were more than " + MOST + " signed requests within " + keepSeconds + " s.", "Ask more rarely.", null);
        }
        return seen.putIfAbsent(nonce, now) == null;
    }
}
