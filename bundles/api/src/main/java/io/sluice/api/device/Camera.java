package io.sluice.api.device;

import io.sluice.api.status.Status;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A camera that a driver runs, as a service with property {@link #ID}. Registered while configured, connected or not; its
 * {@link #status()} tells. A driver is a factory component whose configuration PID is {@link CameraDriver#factoryPid()};
 * its configuration has {@code camera.id} besides the settings of {@link CameraSpec.Source#settings()}. It publishes to the
 * {@link io.sluice.api.stream.StreamHub} and keeps trying by itself while registered.
 */
@ConsumerType
public interface Camera {

    /** Service and configuration property: the camera's id. */
    String ID = "camera.id";

    String id();

    /** At once, from any thread. */
    Status status();
}
