package io.sluice.api.stream;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A reader's place on a stream, with a bounded queue of its own. Read by one thread at a time; closed by any. A tap may be
 * opened before its camera publishes and outlives reconnections.
 */
@ProviderType
public interface Tap extends AutoCloseable {

    /** The next unit with a reference that is now the caller's, or null when there is none at the moment. */
    AccessUnit poll();

    /** As {@link #poll()}, waiting up to the given time; null when it passes or the tap is closed. */
    AccessUnit poll(Duration wait) throws InterruptedException;

    /** Whether the tap was closed, by its reader or because the hub went away; open a new one in the latter case. */
    boolean closed();

    /** Units this tap has missed because its queue was full or its place in the ring was gone. */
    long missed();

    /** Units now waiting in the queue. */
    int waiting();

    /** Releases everything queued. Idempotent. */
    @Override
    void close();
}
