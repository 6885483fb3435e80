package io.sluice.api.message;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a scheduler keeps of a part of a task (table A.2).
 *
 * @param taskDispatchInfo as it was given to the node; names the parent
 */
public record SubtaskInfo(
        TaskExecutor taskExecutor,
        TaskDispatchInfo taskDispatchInfo,
        Optional<Instant> createTime,
        Optional<Instant> updateTime,
        TaskStatusInfo taskStatusInfo,
        JsonObject extra) {

    public SubtaskInfo {
        Given.all(taskExecutor, taskDispatchInfo, createTime, updateTime, taskStatusInfo, extra);
    }

    public SubtaskInfo(
            TaskExecutor taskExecutor,
            TaskDispatchInfo taskDispatchInfo,
            Optional<Instant> createTime,
            Optional<Instant> updateTime,
            TaskStatusInfo taskStatusInfo) {
        this(taskExecutor, taskDispatchInfo, createTime, updateTime, taskStatusInfo, JsonObject.EMPTY);
    }

    /** The node that runs it. */
    public record TaskExecutor(
            String deviceId, Optional<String> deviceName, Optional<DeviceType> deviceType, JsonObject extra) {

        public TaskExecutor {
            Given.all(deviceId, deviceName, deviceType, extra);
        }

        public TaskExecutor(String deviceId, Optional<String> deviceName, Optional<DeviceType> deviceType) {
            this(deviceId, deviceName, deviceType, JsonObject.EMPTY);
        }
    }

    /**
     * How it is.
     *
     * @param progress percent
     * @param exceptionCode one of {@link ExceptionCode}, or another that both know
     */
    public record TaskStatusInfo(
            ExecutionStatus executionStatus,
            OptionalInt progress,
            OptionalInt exceptionCode,
            Optional<String> exceptionDesc,
            JsonObject extra) {

        public TaskStatusInfo {
            Given.all(executionStatus, progress, exceptionCode, exceptionDesc, extra);
        }

        public TaskStatusInfo(
                ExecutionStatus executionStatus,
                OptionalInt progress,
                OptionalInt exceptionCode,
                Optional<String> exceptionDesc) {
            this(executionStatus, progress, exceptionCode, exceptionDesc, JsonObject.EMPTY);
        }
    }
}
