package io.sluice.drivers.file.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.support.status.StatusReports;
import java.util.Optional;

/**
 * A camera's way to whichever hub there is, and where its thread waits. Hubs and the closing come from any thread;
 * everything else is for the thread that plays.
 */
final class Outlet {

    private final String cameraId;
    private final StatusReports statuses;
    private Optional<StreamHub> hub = Optional.empty();
    private Optional<StreamHub> publishedTo = Optional.empty();
    private Optional<StreamPublisher> publisher = Optional.empty();
    private boolean closed;

    Outlet(String cameraId, StatusReports statuses) {
        this.cameraId = cameraId;
        this.statuses = statuses;
    }

    synchronized void use(StreamHub next) {
        hub = Optional.of(next);
        notifyAll();
    }

    synchronized void drop(StreamHub gone) {
        if (hub.filter(present -> present == gone).isPresent()) {
            hub = Optional.empty();
        }
    }

    /** Wakes the thread that plays, for its end. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized void reopen() {
        closed = false;
    }

    synchronized boolean closed() {
        return closed;
    }

    /** @return whether it had to wait */
    synchronized boolean awaitHub() throws InterruptedException {
        if (hub.isPresent() || closed) {
            return false;
        }
        statuses.report(
                new Subject(Subject.CAMERA, cameraId), Health.DEGRADED, "file.hub.absent",
                "The gateway's part that takes streams is not there.",
                "It continues by itself; if it stays so, see the status of the gateway's bundles.");
        while (hub.isEmpty() && !closed) {
            wait();
        }
        return true;
    }

    /** Until the time is over or the outlet is closed. */
    synchronized void sleep(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    /** @return false when there is no hub that takes it; the unit is released in any case */
    boolean publish(AccessUnit unit) {
        Optional<StreamPublisher> open = open();
        if (open.isEmpty()) {
            unit.release();
            return false;
        }
        if (open.get().publish(unit)) {
            return true;
        }
        endStream();
        return false;
    }

    /** Ends the stream for the time being. */
    void endStream() {
        publisher.ifPresent(StreamPublisher::close);
        publisher = Optional.empty();
    }

    private Optional<StreamPublisher> open() {
        Optional<StreamHub> current = current();
        if (!current.equals(publishedTo)) {
            endStream();
            publishedTo = current;
        }
        if (publisher.isEmpty()) {
            publisher = current.map(present -> present.publish(cameraId));
        }
        return publisher;
    }

    private synchronized Optional<StreamHub> current() {
        return hub;
    }
}
