package io.sluice.api.accel;

import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.TotalResource;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What this node has and what of it is free, in the terms of T/AI 116.6: the one source of such figures, for REST and for messages to
 * other nodes. Thread-safe; each call looks anew, and takes milliseconds.
 */
@ProviderType
public interface NodeResources {

    /** Table 4. */
    TotalResource total();

    /** Table 7. */
    AvailableResource available();
}
