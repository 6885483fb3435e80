package io.sluice.models.internal.store;

import io.sluice.api.model.AlgorithmVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All versions of an algorithm. Immutable.
 *
 * @param id of the algorithm
 * @param state which is active
 * @param versions by their names
 */
record Algorithm(String id, ActiveVersion state, Map<String, Kept> versions) {

    Algorithm {
        versions = Map.copyOf(versions);
    }

    Algorithm with(Kept kept) {
        Map<String, Kept> more = new TreeMap<>(versions);
        more.put(kept.record().version(), kept);
        return new Algorithm(id, state, more);
    }

    Algorithm without(String version) {
        Map<String, Kept> fewer = new TreeMap<>(versions);
        fewer.remove(version);
        return new Algorithm(id, state.without(version), fewer);
    }

    Algorithm in(ActiveVersion other) {
        return new Algorithm(id, other, versions);
    }

    Optional<Kept> version(String version) {
        return Optional.ofNullable(versions.get(version));
    }

    Optional<Kept> active() {
        return state.active().map(versions::get);
    }

    /** The latest import first. */
    Stream<Kept> latestFirst() {
        return versions.values().stream()
                .sorted(Comparator.comparing((Kept kept) -> kept.record().imported()).reversed());
    }

    /** Versions beyond so many that may go: neither the active one nor the one it would be rolled back to. */
    List<String> surplus(int kept) {
        return latestFirst()
                .skip(kept)
                .map(version -> version.record().version())
                .filter(version -> !state.active().equals(Optional.of(version)))
                .filter(version -> !state.before().stream().findFirst().equals(Optional.of(version)))
                .toList();
    }

    AlgorithmVersion describe(Kept kept, Instant now, Site site) {
        return kept.version(now, site, state.active().equals(Optional.of(kept.record().version())));
    }
}
