package io.sluice.resources.internal;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.TotalResource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The latest report of each node below this one. As many at most as nodes may register here. Thread-safe.
 */
final class LowerReports {

    /** One report, and when it came. */
    record Timed<T>(T report, Instant at) {}

    /** What one node reported. */
    record Reports(Optional<Timed<TotalResource>> total, Optional<Timed<AvailableResource>> available) {

        static final Reports NONE = new Reports(Optional.empty(), Optional.empty());
    }

    private final Map<String, Reports> nodes = new ConcurrentHashMap<>();
    private final InstantSource clock;

    LowerReports(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws RejectedException for another node than that which sent it */
    void take(String sender, TotalResource total) {
        demandSame(sender, total.deviceId());
        Optional<Timed<TotalResource>> timed = Optional.of(new Timed<>(total, clock.instant()));
        nodes.compute(sender, (same, before) ->
                new Reports(timed, before == null ? Optional.empty() : before.available()));
    }

    /** @throws RejectedException for another node than that which sent it */
    void take(String sender, AvailableResource available) {
        demandSame(sender, available.deviceId());
        Optional<Timed<AvailableResource>> timed = Optional.of(new Timed<>(available, clock.instant()));
        nodes.compute(sender, (same, before) -> new Reports(before == null ? Optional.empty() : before.total(), timed));
    }

    /** By device id. */
    Map<String, Reports> all() {
        return new TreeMap<>(nodes);
    }

    static void demandSame(String sender, String reported) {
        if (!sender.equals(reported)) {
            throw new RejectedException("resources.device.other",
                    "DeviceID: the report is of " + reported + ", but " + sender + " sent it.", "Let that node send it itself.", null);
        }
    }
}
