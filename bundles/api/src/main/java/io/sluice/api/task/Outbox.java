package io.sluice.api.task;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What this node has to tell others, kept until they have acknowledged it, days without a link included. To one destination
 * letters go in the order they were put. Thread-safe.
 */
@ProviderType
public interface Outbox {

    /**
     * Takes letters, all of them or none. When this returns they survive a loss of power.
     *
     * @throws io.sluice.api.error.UnavailableException when none was taken: keep them and try again
     */
    void put(List<Letter> letters);

    /** What waits, by destination. */
    List<Waiting> waiting();
}
