package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelVariant;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model loaded on a device, once for all its users: each lease there and each open binding counts as one. Closed some time
 * after the last has gone. Thread-safe.
 */
final class SharedSession {

    private static final Logger LOG = LoggerFactory.getLogger(SharedSession.class);

    final Device device;
    final ModelVariant variant;
    final InferenceSession session;
    final Timings timings;
    final long bytes;
    final Failures failures = new Failures();
    final Batches batches = new Batches(this);
    private final Batch single;
    private final String key;
    private int users = 1;
    private long idleSince;
    private boolean closed;

    /** Takes over the session; its maker is its first user. */
    SharedSession(Device device, ModelVariant variant, InferenceSession session, Timings timings, long bytes) {
        this.device = device;
        this.variant = variant;
        this.session = session;
        this.timings = timings;
        this.bytes = bytes;
        key = Pair.key(variant);
        single = Batch.single(timings.single().longestNanos(), "nobody shares a run");
    }

    /** Tensors for one more user, who takes over its maker's use of this. How many pictures share a run may be lowered by it. */
    Binding bind(RunStatistics statistics, Pool pool) {
        int pictures = batch().pictures();
        if (pictures > 1) {
            try {
                return batches.join(pictures, statistics, pool);
            } catch (SluiceException noRoom) {
                LOG.warn("{} on {} cannot have tensors of {} pictures; fewer are used", variant.data().name(), device.id,
                        pictures, noRoom);
                device.mostPictures.put(key, pictures / 2);
                pool.rebalancer().request();
            }
        }
        return new TimedBinding(session.bind(), this, statistics, pool);
    }

    /** How many pictures share a run at present. */
    Batch batch() {
        Batch chosen = device.batches.get(key);
        return chosen == null ? single : chosen;
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
