package io.sluice.placement.internal.pool;

import java.util.HashMap;
import java.util.Map;

/** What is promised on each device, while a plan is made. Not thread-safe. */
final class Usage {

    private final Map<String, Double> loads = new HashMap<>();
    private final Map<String, Integer> leases = new HashMap<>();

    double load(String device) {
        return loads.getOrDefault(device, 0.0);
    }

    int leases(String device) {
        return leases.getOrDefault(device, 0);
    }

    void add(Offer offer, double rate) {
        loads.merge(offer.device(), offer.share(rate), Double::sum);
        leases.merge(offer.device(), 1, Integer::sum);
    }

    Map<String, Double> loads() {
        return Map.copyOf(loads);
    }

    Usage copy() {
        Usage copy = new Usage();
        copy.loads.putAll(loads);
        copy.leases.putAll(leases);
        return copy;
    }
}
