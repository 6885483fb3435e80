package io.sluice.api.message;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a task is (table 31).
 *
 * @param parentTaskId must be there where the task is a part of another
 * @param taskType one of {@link TaskType}, or another that both know
 * @param progress percent
 * @param resourcesOccupied what the task takes at present: processor, memory, codecs and the like
 * @param exceptionCode one of {@link ExceptionCode}, or another that both know
 */
public record TaskStatus(
        String taskId,
        Optional<String> parentTaskId,
        Optional<String> taskName,
        OptionalInt taskType,
        ExecutionStatus executionStatus,
        OptionalInt progress,
        Optional<JsonObject> resourcesOccupied,
        OptionalInt exceptionCode,
        Optional<String> exceptionDesc,
        JsonObject extra) {

    public TaskStatus {
        Given.all(taskId, parentTaskId, taskName, taskType, executionStatus, progress, resourcesOccupied, exceptionCode,
                exceptionDesc, extra);
    }

    public TaskStatus(
            String taskId,
            Optional<String> parentTaskId,
            Optional<String> taskName,
            OptionalInt taskType,
            ExecutionStatus executionStatus,
            OptionalInt progress,
            Optional<JsonObject> resourcesOccupied,
            OptionalInt exceptionCode,
            Optional<String> exceptionDesc) {
        this(taskId, parentTaskId, taskName, taskType, executionStatus, progress, resourcesOccupied, exceptionCode, exceptionDesc,
                JsonObject.EMPTY);
    }
}
