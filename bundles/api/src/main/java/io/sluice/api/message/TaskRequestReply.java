package io.sluice.api.message;

import java.util.Optional;

/**
 * Whether a task is taken on (table 18).
 *
 * @param taskId where it is
 * @param message what became of the request, above all why it is refused; at most 128 bytes
 */
public record TaskRequestReply(StatusCode statusCode, Optional<String> taskId, Optional<String> message, JsonObject extra)
        implements Reply {

    public TaskRequestReply {
        Given.all(statusCode, taskId, message, extra);
    }

    public static TaskRequestReply accepted(String taskId) {
        return new TaskRequestReply(StatusCode.SUCCESS, Optional.of(taskId), Optional.empty(), JsonObject.EMPTY);
    }

    public static TaskRequestReply refused(String reason) {
        return new TaskRequestReply(StatusCode.FAILURE, Optional.empty(), Optional.of(reason), JsonObject.EMPTY);
    }
}
