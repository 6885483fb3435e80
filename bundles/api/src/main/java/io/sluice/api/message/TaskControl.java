package io.sluice.api.message;

import java.util.List;
import java.util.OptionalInt;

/** Starts, stops, pauses, continues or changes tasks (table 22). */
public record TaskControl(OptionalInt commandIdx, Body messageBody, JsonObject extra) implements Command {

    public static final String TYPE = "task_ops_control";

    public TaskControl {
        Given.all(commandIdx, messageBody, extra);
    }

    public TaskControl(OptionalInt commandIdx, List<OpsControl> operations) {
        this(commandIdx, new Body(operations, JsonObject.EMPTY), JsonObject.EMPTY);
    }

    @Override
    public String commandType() {
        return TYPE;
    }

    public record Body(List<OpsControl> opsControlList, JsonObject extra) {

        public Body {
            opsControlList = List.copyOf(opsControlList);
            Given.all(extra);
        }
    }
}
