package io.sluice.runner.kit.source;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.device.Cameras;
import io.sluice.api.error.SluiceException;
import io.sluice.runner.kit.Slot;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cameras that are there for a task only: not recorded, and forgotten at each start of the gateway. */
public final class OwnCamera {

    private static final Logger LOG = LoggerFactory.getLogger(OwnCamera.class);

    private OwnCamera() {}

    /** Removes a camera; where the cameras are away, {@link #sweep} does it when they come back. */
    public static void remove(Slot<Cameras> cameras, String id) {
        try {
            cameras.get().ifPresent(present -> present.remove(id));
        } catch (SluiceException left) {
            LOG.warn("Camera {} of a task stays for now", id, left);
        }
    }

    /**
     * Removes what tasks left that ended or paused while the cameras were away.
     *
     * @param names of cameras of such tasks, and no others
     * @param needed whether a task needs it at present
     */
    public static void sweep(Cameras cameras, Pattern names, Predicate<String> needed) {
        for (CameraSpec camera : cameras.list()) {
            if (names.matcher(camera.id()).matches() && !needed.test(camera.id())) {
                LOG.info("Removes camera {}, which no task needs", camera.id());
                cameras.remove(camera.id());
            }
        }
    }
}
