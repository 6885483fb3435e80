package io.sluice.broker.internal.psk;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts handshakes that failed, by address: who fails too often is not listened to for a while. Not thread-safe. */
final class Attempts {

    private record Failures(int count, Instant since) {}

    static final int PATIENCE = 10;
    private static final Duration PENALTY = Duration.ofMinutes(1);
    private static final int ADDRESSES = 4096;

    private final InstantSource clock;
    /** The oldest goes when there are too many, so that strangers cannot fill the memory. */
    private final Map<InetAddress, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
            return size() > ADDRESSES;
        }
    };

    Attempts(InstantSource clock) {
        this.clock = clock;
    }

    boolean mayTry(InetAddress from) {
        Failures known = failures.get(from);
        if (known != null && known.since.plus(PENALTY).isBefore(clock.instant())) {
            failures.remove(from);
            return true;
        }
        return known == null || known.count < PATIENCE;
    }

    void failed(InetAddress from) {
        failures.merge(from, new Failures(1, clock.instant()), (known, one) -> new Failures(known.count + 1, one.since));
    }

    void succeeded(InetAddress from) {
        failures.remove(from);
    }
}
