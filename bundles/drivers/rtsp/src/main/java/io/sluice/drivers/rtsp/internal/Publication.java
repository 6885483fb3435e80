package io.sluice.drivers.rtsp.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamPublisher;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera's way into whichever hub there is: publishes anew when the hub was replaced. Without a hub units are let
 * go. On
 * the camera's lane.
 */
final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final String cameraId;
    private final Supplier<Optional<StreamHub>> hubs;
    private Optional<StreamHub> hub = Optional.empty();
    private Optional<StreamPublisher> publisher = Optional.empty();

    Publication(String cameraId, Supplier<Optional<StreamHub>> hubs) {
        this.cameraId = cameraId;
        this.hubs = hubs;
    }

    boolean hasHub() {
        return hubs.get().isPresent();
    }

    /** Takes over the caller's reference. */
    void publish(AccessUnit unit) {
        follow();
        if (publisher.isEmpty()) {
            unit.release();
            return;
        }
        try {
            if (!publisher.get().publish(unit)) {
                publisher = Optional.empty();
                hub = Optional.empty();
            }
        } catch (RuntimeException e) {
            // A hub in the middle of its end; the next one gets the next unit.
            LOG.warn("Hub failed to take a unit of camera {}: {}", cameraId, e.toString(), e);
            close();
        }
    }

    /** The stream pauses or ends; publishing again is possible. */
    void close() {
        publisher.ifPresent(open -> {
            try {
                open.close();
            } catch (RuntimeException e) {
                LOG.debug("Hub of camera {} was gone: {}", cameraId, e.toString());
            }
        });
        publisher = Optional.empty();
        hub = Optional.empty();
    }

    private void follow() {
        Optional<StreamHub> now = hubs.get();
        if (publisher.isPresent() && now.equals(hub)) {
            return;
        }
        close();
        hub = now;
        publisher = now.map(present -> present.publish(cameraId));
    }
}
