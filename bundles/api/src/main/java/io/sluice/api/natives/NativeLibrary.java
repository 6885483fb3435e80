package io.sluice.api.natives;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Registered by a native bundle once its library is loaded, with service property {@link #NAME}. Who uses the library
 * references this service, or it would be started first after a refresh and fail to link.
 */
@ConsumerType
public interface NativeLibrary {

    /** Service property: {@code ffmpeg}, {@code onnxruntime}, ... */
    String NAME = "native.name";

    /** The library's own version. */
    String version();
}
