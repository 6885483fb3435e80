package io.sluice.api.natives;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Registered by a native bundle once its library can be used, with service property {@link #NAME}. Who uses the library
 * references this service, or it would be started first after a refresh and fail to link. Thread-safe.
 */
@ConsumerType
public interface NativeLibrary {

    /** Service property: {@code ffmpeg}, {@code onnxruntime}, ... */
    String NAME = "native.name";

    /** Service property: which build of the library runs, such as {@code cpu} or {@code cuda}; absent where there is one. */
    String BUILD = "native.build";

    /** Service property: why another build runs than was asked for, for people; absent when the right one does. */
    String FAULT = "native.build.fault";

    /** The library's own version. */
    String version();

    /**
     * Makes sure that the library is in memory, which one that few gateways need is only after this. Costs nothing once it
     * is. To be called before the first use of a library whose bundle says that it waits for this.
     *
     * @throws io.sluice.api.error.UnavailableException when it cannot be loaded here
     */
    default void load() {
        // Most are loaded before they are registered.
    }
}
