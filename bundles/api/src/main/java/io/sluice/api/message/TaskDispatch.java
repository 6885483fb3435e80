package io.sluice.api.message;

import java.util.List;
import java.util.OptionalInt;

/**
 * Gives tasks to a node (table 19).
 *
 * @param deviceId of the node that is to run them
 */
public record TaskDispatch(OptionalInt commandIdx, String deviceId, Body messageBody, JsonObject extra) implements Command {

    public static final String TYPE = "task_dispatch";

    public TaskDispatch {
        Given.all(commandIdx, deviceId, messageBody, extra);
    }

    public TaskDispatch(OptionalInt commandIdx, String deviceId, List<TaskDispatchInfo> tasks) {
        this(commandIdx, deviceId, new Body(tasks, JsonObject.EMPTY), JsonObject.EMPTY);
    }

    @Override
    public String commandType() {
        return TYPE;
    }

    public record Body(List<TaskDispatchInfo> taskDispatchList, JsonObject extra) {

        public Body {
            taskDispatchList = List.copyOf(taskDispatchList);
            Given.all(extra);
        }
    }
}
