package io.sluice.api.model;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The algorithms that can run at present, each in its active version. Changes are announced on {@link
 * io.sluice.api.event.Topics#MODEL}. What cannot be used is not listed; its status tells why. Thread-safe.
 */
@ProviderType
public interface ModelRepository {

    List<AlgorithmDescriptor> list();

    Optional<AlgorithmDescriptor> find(String id);

    /** A version of it that was imported and is kept, active or not. */
    Optional<AlgorithmDescriptor> find(String id, String version);
}
