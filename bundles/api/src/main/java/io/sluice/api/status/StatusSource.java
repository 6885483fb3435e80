package io.sluice.api.status;

import java.util.Collection;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard service of everything that has a status. A source that is unregistered takes its statuses with it, so no
 * status outlives what it tells about. Every change is announced on {@link io.sluice.api.event.Topics#STATUS} as well.
 */
@ConsumerType
public interface StatusSource {

    /** The present statuses, at most one a subject. Called from any thread; must return at once. */
    Collection<Status> statuses();
}
