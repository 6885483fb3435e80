package io.sluice.api.model;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The models in the gateway's model folders, as found at present. Changes are announced on {@link
 * io.sluice.api.event.Topics#MODEL}. A folder that cannot be used is not listed; its status tells why. Thread-safe.
 */
@ProviderType
public interface ModelRepository {

    List<ModelDescriptor> list();

    Optional<ModelDescriptor> find(String id);
}
