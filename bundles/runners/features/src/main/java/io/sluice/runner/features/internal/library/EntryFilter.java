package io.sluice.runner.features.internal.library;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries are meant: those for which all that is said holds.
 *
 * @param labels any of them; empty for all
 * @param from seen at or after
 * @param to seen before
 */
public record EntryFilter(Set<String> labels, Optional<String> device, Optional<Instant> from, Optional<Instant> to) {

    public static final EntryFilter ALL = new EntryFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public EntryFilter {
        labels = Set.copyOf(labels);
    }
}
