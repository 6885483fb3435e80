package io.sluice.api.message;

import java.util.OptionalInt;

/** What a task found or made, to a scheduler or another executor (table 25). */
public record TaskResult(OptionalInt commandIdx, TaskResultBody messageBody, JsonObject extra) implements Command {

    public static final String TYPE = "task_result";

    public TaskResult {
        Given.all(commandIdx, messageBody, extra);
    }

    public TaskResult(OptionalInt commandIdx, TaskResultBody messageBody) {
        this(commandIdx, messageBody, JsonObject.EMPTY);
    }

    @Override
    public String commandType() {
        return TYPE;
    }
}
