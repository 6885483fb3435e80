package io.sluice.accel.contained.internal.child;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.StatusFrames;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.event.Topics;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import java.io.IOException;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.util.tracker.ServiceTracker;

/** What the driver says of itself in this process, told to the gateway whenever it changes. Thread-safe. */
final class DriverStatuses implements EventHandler, AutoCloseable {

    private final ServiceTracker<StatusSource, StatusSource> tracker;
    /** Of our own, for the tracker lists a source only after it has told of it. */
    private final List<StatusSource> sources = new CopyOnWriteArrayList<>();
    private final ServiceRegistration<EventHandler> registration;
    private long changes;
    private boolean closed;

    DriverStatuses(BundleContext context) {
        tracker = new ServiceTracker<>(context, StatusSource.class, null) {
            @Override
            public StatusSource addingService(ServiceReference<StatusSource> reference) {
                StatusSource source = super.addingService(reference);
                if (source != null) {
                    sources.add(source);
                    changed();
                }
                return source;
            }

            @Override
            public void removedService(ServiceReference<StatusSource> reference, StatusSource source) {
                sources.remove(source);
                changed();
                super.removedService(reference, source);
            }
        };
        tracker.open();
        registration = context.registerService(EventHandler.class, this, new Hashtable<>(Map.of(
                EventConstants.EVENT_TOPIC, new String[] {Topics.STATUS, Topics.STATUS_GONE})));
    }

    @Override
    public void handleEvent(Event event) {
        changed();
    }

    private synchronized void changed() {
        changes++;
        notifyAll();
    }

    /** Tells all there is, now and whenever it changes; returns when this is closed. @throws IOException when the link ended */
    void tell(Link link) throws IOException {
        long told = -1;
        while (true) {
            synchronized (this) {
                while (told == changes && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException ending) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
                if (closed) {
                    return;
                }
                told = changes;
            }
            StatusFrames.put(link.begin(Wire.OK), statuses());
            link.send();
        }
    }

    private List<Status> statuses() {
        return sources.stream()
                .flatMap(source -> source.statuses().stream())
                .sorted(Comparator.comparing(status -> status.subject().toString()))
                .toList();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            registration.unregister();
        } catch (IllegalStateException stopped) {
            // The framework unregisters for a bundle that stops.
        }
        tracker.close();
    }
}
