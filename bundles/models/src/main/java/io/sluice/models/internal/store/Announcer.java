package io.sluice.models.internal.store;

import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.models.internal.ModelEvents;
import io.sluice.support.status.StatusReports;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what the store offers, whenever that has changed: by somebody's doing, or by the clock, when a licence ends or begins. Called
 * after each change and again and again, so that a clock that is set is noticed too.
 */
public final class Announcer {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final StatusReports statuses;
    private final ModelEvents events;
    private final Map<String, AlgorithmDescriptor> offered = new HashMap<>();
    private final Set<String> claimed = new HashSet<>();

    public Announcer(StatusReports statuses, ModelEvents events) {
        this.statuses = statuses;
        this.events = events;
    }

    public synchronized void look(VersionStore store) {
        store.lookAround();
        for (String id : store.claimed()) {
            claimed.add(id);
            store.active(id).ifPresent(kept -> tell(id, kept, store));
        }
        for (String id : Set.copyOf(claimed)) {
            if (!store.claims(id)) {
                claimed.remove(id);
                withdraw(id);
                statuses.gone(new Subject(Subject.MODEL, id));
            }
        }
    }

    private void tell(String id, Kept kept, VersionStore store) {
        Optional<AlgorithmDescriptor> usable = store.usable(id);
        if (usable.isPresent()) {
            AlgorithmDescriptor algorithm = usable.get();
            if (!algorithm.equals(offered.put(id, algorithm))) {
                LOG.info("Version {} of {} is offered", algorithm.version(), id);
                statuses.report(
                        new Subject(Subject.MODEL, id), Health.OK, "model.ready",
                        "Version " + algorithm.version() + " is ready.", "",
                        Map.of("version", algorithm.version(), "sha256", algorithm.sha256()));
                events.changed(algorithm);
            }
            return;
        }
        switch (store.statusOf(kept)) {
            case IN_USE, NOT_IN_USE -> LOG.debug("{} became usable just now; the next look tells", id);
            default -> {
                Refusal refusal = Refusal.of(store.statusOf(kept), kept, store);
                statuses.report(
                        new Subject(Subject.MODEL, id), Health.FAILED, refusal.code(), refusal.message(), refusal.remedy(),
                        refusal.details());
                withdraw(id);
            }
        }
    }

    private void withdraw(String id) {
        if (offered.remove(id) != null) {
            LOG.info("{} is not offered any more", id);
            events.gone(id);
        }
    }
}
