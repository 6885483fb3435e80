package io.sluice.api.stream;

import java.util.Collection;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Owns the streams; everything else taps them. Keeps at least the current group of pictures of each, so that a new tap has
 * something to decode at once and one that was away briefly misses nothing. Thread-safe. Reference it dynamically: when
 * the hub's bundle is updated, publishers answer false and taps are closed; publish and tap anew.
 */
@ProviderType
public interface StreamHub {

    /** Begins to publish for a camera; takes over from an earlier publisher. */
    StreamPublisher publish(String cameraId);

    /** Opens a tap; queueing what the ring holds and attaching is one step, nothing falls between. */
    Tap tap(String cameraId, TapOptions options);

    Optional<StreamInfo> stream(String cameraId);

    Collection<StreamInfo> streams();
}
