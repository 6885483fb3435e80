package io.sluice.support.status;

import io.sluice.api.event.Topics;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.status.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The statuses of one component: offers them as a {@link StatusSource} service and announces each change. Create it when
 * the component is activated, close it when it is deactivated. Thread-safe.
 */
public final class StatusReports implements StatusSource, AutoCloseable {

    private final Map<Subject, Status> current = new ConcurrentHashMap<>();
    private final ServiceTracker<EventAdmin, EventAdmin> events;
    private final ServiceRegistration<StatusSource> registration;

    public StatusReports(BundleContext context) {
        events = new ServiceTracker<>(context, EventAdmin.class, null);
        events.open();
        registration = context.registerService(StatusSource.class, this, null);
    }

    /**
     * Says how a subject is. Stays silent when it says the same as before; keeps {@link Status#since()} while health and
     * code stay, whatever becomes of the details.
     */
    public Status report(
            Subject subject, Health health, String code, String message, String remedy, Map<String, String> details) {
        Status fresh = new Status(subject, health, code, message, remedy, details, Instant.now());
        Status[] before = new Status[1];
        Status kept = current.compute(subject, (key, present) -> {
            before[0] = present;
            return present == null ? fresh : successor(present, fresh);
        });
        if (kept != before[0]) {
            announce(Topics.STATUS, kept);
        }
        return kept;
    }

    private static Status successor(Status before, Status next) {
        if (before.saysSameAs(next)) {
            return before;
        }
        boolean sameState = before.health() == next.health() && before.code().equals(next.code());
        return sameState
                ? new Status(next.subject(), next.health(), next.code(), next.message(), next.remedy(), next.details(),
                        before.since())
                : next;
    }

    /** As above, for a message without variable parts. */
    public Status report(Subject subject, Health health, String code, String message, String remedy) {
        return report(subject, health, code, message, remedy, Map.of());
    }

    public Status ok(Subject subject, String code, String message) {
        return report(subject, Health.OK, code, message, "", Map.of());
    }

    /** The subject is no more. */
    public void gone(Subject subject) {
        if (current.remove(subject) != null) {
            announce(Topics.STATUS_GONE, subject);
        }
    }

    public Optional<Status> of(Subject subject) {
        return Optional.ofNullable(current.get(subject));
    }

    @Override
    public Collection<Status> statuses() {
        return List.copyOf(current.values());
    }

    @Override
    public void close() {
        try {
            registration.unregister();
        } catch (IllegalStateException alreadyGone) {
            // The framework unregisters for a bundle that stops.
        }
        List.copyOf(current.keySet()).forEach(this::gone);
        events.close();
    }

    private void announce(String topic, Object payload) {
        EventAdmin admin = events.getService();
        if (admin != null) {
            admin.postEvent(new Event(topic, Map.of(Topics.PAYLOAD, payload)));
        }
    }
}
