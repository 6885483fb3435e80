package io.sluice.bench.infer;

import io.sluice.bench.Statistics;
import java.util.ArrayList;
import java.util.List;

/** Paired measurements of the same work, ours and a peer's. */
final class Pairs {

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> peers = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    void add(double own, double peer) {
        ours.add(own);
        peers.add(peer);
        ratios.add(own / peer);
    }

    double ours() {
        return Statistics.median(ours);
    }

    double peer() {
        return Statistics.median(peers);
    }

    double ratio() {
        return Statistics.median(ratios);
    }
}
