package io.sluice.status.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Whether the gateway itself is well. A camera that is away or a model that is unfit is not the gateway's ill health: a
 * supervisor that restarts on it would only interrupt the recordings of all others.
 *
 * @param missing services without which there is no gateway
 * @param failed the gateway's own parts that failed
 */
record HealthAnswer(List<String> missing, List<Status> failed) {

    private static final Set<String> OWN_PARTS =
            Set.of(Subject.BUNDLE, Subject.FEATURE, Subject.STORE, Subject.GATEWAY);

    static HealthAnswer of(Collection<String> missing, Collection<Status> all) {
        return new HealthAnswer(List.copyOf(missing), all.stream()
                .filter(status -> status.health() == Health.FAILED && OWN_PARTS.contains(status.subject().kind()))
                .toList());
    }

    boolean healthy() {
        return missing.isEmpty() && failed.isEmpty();
    }
}
