package io.sluice.api.stream;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A driver's way into the hub, for one camera. Used by one thread at a time. A later publisher of the same camera takes
 * over; the earlier one's units are then released unseen.
 */
@ProviderType
public interface StreamPublisher extends AutoCloseable {

    /**
     * Hands a unit to the hub together with the caller's reference. Never blocks on a slow tap. The first unit, and the
     * first of a changed format, must be a key frame; units before are released unseen.
     *
     * @return whether the hub still takes units of this publisher; false means: publish anew or stop
     */
    boolean publish(AccessUnit unit);

    /** Ends the stream; taps stay and continue when somebody publishes for the camera again. Idempotent. */
    @Override
    void close();
}
