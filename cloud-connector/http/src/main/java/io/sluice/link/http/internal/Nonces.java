package io.sluice.link.http.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nonces given out, and which of their counts were used. A count is good once; since requests overtake each other, the last 64
 * are remembered apart. Bounded: the nonce unused for longest is forgotten, and its user challenged anew. Thread-safe.
 */
final class Nonces {

    /** What a nonce and its count are worth. */
    enum Verdict {
        FRESH,
        /** Not known any more: to be challenged anew, without asking a person for the password. */
        STALE,
        /** Used before. */
        REPLAYED
    }

    private static final int MOST = 8192;
    private static final int WINDOW = 64;

    private final Duration life;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Use> uses = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Use> eldest) {
            return size() > MOST;
        }
    };

    Nonces(Duration life, InstantSource clock) {
        this.life = life;
        this.clock = clock;
    }

    synchronized String next() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        uses.put(nonce, new Use(clock.instant().plus(life)));
        return nonce;
    }

    /** Whether it was given out and is still good, without using it. */
    synchronized boolean knows(String nonce) {
        Use use = uses.get(nonce);
        return use != null && clock.instant().isBefore(use.end);
    }

    /** Uses one count of a nonce. */
    synchronized Verdict use(String nonce, long count) {
        if (!knows(nonce)) {
            uses.remove(nonce);
            return Verdict.STALE;
        }
        return uses.get(nonce).take(count) ? Verdict.FRESH : Verdict.REPLAYED;
    }

    private static final class Use {
        private final Instant end;
        private long highest;
        private long seen;

        Use(Instant end) {
            this.end = end;
        }

        boolean take(long count) {
            if (count > highest) {
                seen = count - highest >= WINDOW ? 0 : seen << (count - highest);
                highest = count;
                seen |= 1;
                return true;
            }
            long back = highest - count;
            if (count < 1 || back >= WINDOW || (seen >>> back & 1) != 0) {
                return false;
            }
            seen |= 1L << back;
            return true;
        }
    }
}
