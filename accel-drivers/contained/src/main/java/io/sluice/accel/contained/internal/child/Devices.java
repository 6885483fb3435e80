package io.sluice.accel.contained.internal.child;

import io.sluice.accel.contained.internal.wire.Link;
import io.sluice.accel.contained.internal.wire.Wire;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** The accelerators that the driver offers at present; tells the gateway whenever they change. Thread-safe. */
final class Devices implements ServiceTrackerCustomizer<Accelerator, Accelerator> {

    private final BundleContext context;
    private final Map<String, Accelerator> present = new TreeMap<>();
    private Link follower;

    Devices(BundleContext context) {
        this.context = context;
        new ServiceTracker<>(context, Accelerator.class, this).open();
    }

    /** @throws UnavailableException when the driver does not offer it any more */
    synchronized Accelerator get(String id) {
        Accelerator accelerator = present.get(id);
        if (accelerator == null) {
            throw new UnavailableException("accelerator.gone", "The accelerator " + id + " has gone.", "", null);
        }
        return accelerator;
    }

    /** Tells it the devices now and whenever they change. */
    synchronized void follow(Link link) {
        follower = link;
        tell();
    }

    @Override
    public Accelerator addingService(ServiceReference<Accelerator> reference) {
        Accelerator accelerator = context.getService(reference);
        if (accelerator != null) {
            synchronized (this) {
                present.put(accelerator.id(), accelerator);
                tell();
            }
        }
        return accelerator;
    }

    @Override
    public void modifiedService(ServiceReference<Accelerator> reference, Accelerator accelerator) {
        // What it is does not change while it lives.
    }

    @Override
    public synchronized void removedService(ServiceReference<Accelerator> reference, Accelerator accelerator) {
        present.values().remove(accelerator);
        tell();
    }

    private void tell() {
        if (follower == null) {
            return;
        }
        try {
            ByteBuffer frame = follower.begin(Wire.OK).putShort((short) present.size());
            present.forEach((id, accelerator) -> {
                Link.putText(frame, id);
                Wire.putInfo(frame, accelerator.info());
            });
            follower.send();
        } catch (IOException gone) {
            // Who reads from that link notices, and ends the process.
            follower = null;
        }
    }
}
