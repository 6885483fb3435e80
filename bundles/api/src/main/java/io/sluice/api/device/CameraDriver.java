package io.sluice.api.device;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A kind of camera this gateway can talk to, as a service. Tells how to configure one, and checks it beforehand. */
@ConsumerType
public interface CameraDriver {

    /** The word in {@link CameraSpec.Source#driver()}: {@code rtsp}, {@code file}, ... */
    String kind();

    /** PID of the factory component that runs one camera, which is also the id of its metatype. */
    String factoryPid();

    /** Names of settings that hold secrets; never shown, and kept when an update leaves them out. */
    default List<String> secrets() {
        return List.of();
    }

    /**
     * The same settings in their canonical form, in which secrets stand in settings of their own only: a password within an
     * address would be shown with it.
     */
    default Map<String, String> canonical(Map<String, String> settings) {
        return settings;
    }

    /** What is wrong with these settings, by name of setting; empty when a camera can be made of them. */
    List<Problem> check(Map<String, String> settings);

    /**
     * One thing wrong.
     *
     * @param setting its name
     * @param message what is wrong and what would be right
     */
    record Problem(String setting, String message) {}
}
