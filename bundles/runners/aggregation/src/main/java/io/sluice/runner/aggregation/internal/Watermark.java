package io.sluice.runner.aggregation.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Up to which time nothing more is waited for: the newest result of the source that is furthest behind, less the lateness that is
 * borne with. A source that is silent for too long holds nobody up. Not thread-safe.
 */
final class Watermark {

    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanos;
    private final Map<String, Long> newest = new HashMap<>();
    private final Map<String, Long> heard = new HashMap<>();
    private final List<String> sources;

    /** @param known the newest of sources in earlier runs */
    Watermark(List<String> sources, Map<String, Long> known, LongSupplier nanos) {
        this.sources = sources;
        this.nanos = nanos;
        newest.putAll(known);
        begin();
    }

    /** Forgives all silence so far. */
    void begin() {
        sources.forEach(source -> heard.put(source, nanos.getAsLong()));
    }

    void heard(String source, long millis) {
        heard.put(source, nanos.getAsLong());
        newest.merge(source, millis, Math::max);
    }

    Map<String, Long> newest() {
        return Map.copyOf(newest);
    }

    /** Whether no source is waited for. */
    boolean quiet(int idleSeconds) {
        return sources.stream().noneMatch(source -> active(source, idleSeconds));
    }

    /**
     * Milliseconds since 1970.
     *
     * @param hurry do not wait for sources that are behind
     */
    long millis(Wish wish, boolean hurry) {
        if (quiet(wish.idleSeconds())) {
            return front();
        }
        if (hurry) {
            return front() - wish.latenessMillis();
        }
        long least = Long.MAX_VALUE;
        for (String source : sources) {
            if (active(source, wish.idleSeconds())) {
                least = Math.min(least, newest.getOrDefault(source, wish.latenessMillis() - 1));
            }
        }
        return least - wish.latenessMillis();
    }

    private long front() {
        return newest.values().stream().mapToLong(Long::longValue).max().orElse(-1);
    }

    private boolean active(String source, int idleSeconds) {
        return nanos.getAsLong() - heard.get(source) < idleSeconds * NANOS;
    }
}
