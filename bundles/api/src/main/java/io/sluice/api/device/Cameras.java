package io.sluice.api.device;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The cameras configured on this gateway. Thread-safe. */
@ProviderType
public interface Cameras {

    /** In the order of their ids. Secrets are included: take care where this goes. */
    List<CameraSpec> list();

    Optional<CameraSpec> find(String id);

    /**
     * Adds a camera or changes it. When this returns, the document is on disk and survives a loss of power. Only what differs
     * from before is restarted.
     *
     * @return whether it is new
     * @throws io.sluice.api.error.InvalidInputException naming the field; nothing was changed then
     */
    boolean put(CameraSpec spec);

    /** Adds a camera that is forgotten at the next start or by {@link #remove}; otherwise as {@link #put}. */
    boolean putTransient(CameraSpec spec);

    /**
     * Removes a camera; what it recorded stays until its age ends it.
     *
     * @return whether there was one
     */
    boolean remove(String id);
}
