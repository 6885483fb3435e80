package io.sluice.api.message;

import java.util.List;
import java.util.OptionalInt;

/**
 * How the tasks asked about are (table 29).
 *
 * @param commandIdx of the command, where it had one
 * @param taskStatusSet empty in a reply that fails
 */
public record TaskStatusReply(
        OptionalInt commandIdx, StatusCode statusCode, List<DevTaskStatus> taskStatusSet, JsonObject extra)
        implements Reply {

    public static final String TYPE = TaskStatusQuery.TYPE;

    public TaskStatusReply {
        taskStatusSet = List.copyOf(taskStatusSet);
        Given.all(commandIdx, statusCode, extra);
    }

    /** One that succeeds. */
    public TaskStatusReply(OptionalInt commandIdx, List<DevTaskStatus> taskStatusSet) {
        this(commandIdx, StatusCode.SUCCESS, taskStatusSet, JsonObject.EMPTY);
    }

    public static TaskStatusReply failed(OptionalInt commandIdx, String reason) {
        return new TaskStatusReply(commandIdx, StatusCode.FAILURE, List.of(), Reply.because(reason));
    }
}
