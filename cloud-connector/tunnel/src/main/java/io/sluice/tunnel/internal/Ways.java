package io.sluice.tunnel.internal;

import io.sluice.api.link.TunnelInfo;
import io.sluice.api.link.Tunnels;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tunnels with all nodes. Thread-safe. */
final class Ways implements Tunnels {

    private final Map<String, Way> ways = new ConcurrentHashMap<>();

    Way of(String device, String page) {
        return ways.computeIfAbsent(device, id -> new Way(id, page));
    }

    @Override
    public List<TunnelInfo> tunnels() {
        return ways.values().stream().map(Way::info).sorted(Comparator.comparing(TunnelInfo::device)).toList();
    }

    void watch(Duration silence, Duration idle) {
        ways.values().forEach(way -> way.watch(silence, idle));
    }

    void close() {
        ways.values().forEach(Way::close);
    }
}
