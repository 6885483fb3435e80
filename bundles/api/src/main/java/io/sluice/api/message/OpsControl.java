package io.sluice.api.message;

import java.util.Optional;

/**
 * What is to be done with one task (table 23).
 *
 * @param deviceId of the node that runs it
 * @param algArgs by the argument definition of the algorithm's package
 */
public record OpsControl(
        Optional<String> deviceId, String taskId, Operation control, Optional<JsonObject> algArgs, JsonObject extra) {

    public OpsControl {
        Given.all(deviceId, taskId, control, algArgs, extra);
    }

    public OpsControl(Optional<String> deviceId, String taskId, Operation control, Optional<JsonObject> algArgs) {
        this(deviceId, taskId, control, algArgs, JsonObject.EMPTY);
    }

    /** The code is the ordinal. */
    public enum Operation {
        /** 0 */
        START,
        /** 1 */
        STOP,
        /** 2 */
        PAUSE,
        /** 3 */
        CONTINUE,
        /** 4: of the algorithm. */
        CHANGE_ARGUMENTS
    }
}
