package io.sluice.session;

import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds back who asks too much: so many requests a second with some in advance, and whoever goes on against the limit is shut
 * out for a while. Keeps a bounded number of askers. Thread-safe.
 */
public final class FloodGate {

    /** What becomes of a request. */
    public enum Verdict {
        /** Within the limit. */
        PASS,
        /** Beyond the limit: later. */
        LIMITED,
        /** Just shut out, by this request. */
        SHUT_OUT,
        /** Shut out before, and still. */
        QUARANTINED
    }

    private static final int MOST_ASKERS = 4096;

    private final double perSecond;
    private final double advance;
    private final int patience;
    private final Duration quarantine;
    private final InstantSource clock;
    private final Map<String, Asker> askers = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asker> eldest) {
            return size() > MOST_ASKERS;
        }
    };

    /**
     * @param perSecond requests a second
     * @param advance requests at once after a pause
     * @param patience requests beyond the limit, without a pause of a second, until an asker is shut out
     */
    public FloodGate(double perSecond, int advance, int patience, Duration quarantine, InstantSource clock) {
        this.perSecond = perSecond;
        this.advance = advance;
        this.patience = patience;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /** Judges one request. */
    public synchronized Verdict ask(String asker) {
        Instant now = clock.instant();
        Asker one = askers.computeIfAbsent(asker, name -> new Asker(advance, now));
        if (now.isBefore(one.shutUntil)) {
            return Verdict.QUARANTINED;
        }
        double seconds = Math.max(0, Duration.between(one.last, now).toNanos() / 1e9);
        one.tokens = Math.min(advance, one.tokens + seconds * perSecond);
        one.last = now;
        if (one.tokens >= 1) {
            one.tokens--;
            if (one.tokens >= Math.min(perSecond, advance - 1)) {
                one.beyond = 0;
            }
            return Verdict.PASS;
        }
        if (++one.beyond < patience) {
            return Verdict.LIMITED;
        }
        one.beyond = 0;
        one.shutUntil = now.plus(quarantine);
        return Verdict.SHUT_OUT;
    }

    /** Whether somebody is shut out at present. */
    public synchronized boolean isQuarantined(String asker) {
        Asker one = askers.get(asker);
        return one != null && clock.instant().isBefore(one.shutUntil);
    }

    private static final class Asker {
        private double tokens;
        private Instant last;
        private int beyond;
        private Instant shutUntil = Instant.MIN;

        Asker(double tokens, Instant last) {
            this.tokens = tokens;
            this.last = last;
        }
    }
}
