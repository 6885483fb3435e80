package io.sluice.placement.internal.pool;

import io.sluice.api.accel.InferenceSession;
import io.sluice.api.model.ModelVariant;
import java.time.Duration;

/**
 * A model loaded on a device, once for all its users: each lease there and each open binding counts as one. Closed some time
 * after the last has gone. Thread-safe.
 */
final class SharedSession {

    final Device device;
    final ModelVariant variant;
    final InferenceSession session;
    final Timing timing;
    final long bytes;
    final Failures failures = new Failures();
    private int users = 1;
    private long idleSince;
    private boolean closed;

    /** Takes over the session; its maker is its first user. */
    SharedSession(Device device, ModelVariant variant, InferenceSession session, Timing timing, long bytes) {
        this.device = device;
        this.variant = variant;
        this.session = session;
        this.timing = timing;
        this.bytes = bytes;
    }

    /** Becomes one more user. @return false when it is closed */
    synchronized boolean retain() {
        if (closed) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void release(long now) {
        users--;
        idleSince = now;
    }

    /** @return whether nobody has used it for so long, and nobody can any more; it is to be closed then */
    synchronized boolean expire(long now, Duration grace) {
        boolean expired = !closed && users == 0 && (device.gone() || now - idleSince >= grace.toNanos());
        closed |= expired;
        return expired;
    }

    /** Nobody can become a user any more. @return false when that was so already */
    synchronized boolean condemn() {
        boolean fresh = !closed;
        closed = true;
        return fresh;
    }
}
