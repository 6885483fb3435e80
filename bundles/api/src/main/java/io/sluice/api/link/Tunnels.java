package io.sluice.api.link;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The connections that nodes without an address of their own opened, so that their pages can be looked at from above. A service of
 * who carries them. Thread-safe.
 */
@ProviderType
public interface Tunnels {

    /** Those there are and those there were since this service began, one for each node. */
    List<TunnelInfo> tunnels();
}
