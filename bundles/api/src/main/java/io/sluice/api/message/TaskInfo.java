package io.sluice.api.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a scheduler keeps of a task (table A.1).
 *
 * @param taskType one of {@link TaskType}, or another that both know
 * @param priority 1 to 10, larger is more urgent
 * @param deviceList ids of all nodes that have a part in it
 * @param taskTopology identifies what carries the graph of its parts
 */
public record TaskInfo(
        String taskId,
        String taskName,
        Optional<String> desc,
        OptionalInt taskType,
        OptionalInt priority,
        Optional<CreateInfo> createInfo,
        Optional<JsonObject> constraints,
        ExecutionStatus executionStatus,
        List<String> deviceList,
        Optional<List<SubtaskInfo>> subtaskInfoList,
        Optional<String> taskTopology,
        JsonObject extra) {

    public TaskInfo {
        deviceList = List.copyOf(deviceList);
        subtaskInfoList = subtaskInfoList.map(List::copyOf);
        Given.all(taskId, taskName, desc, taskType, priority, createInfo, constraints, executionStatus, taskTopology, extra);
    }

    public TaskInfo(
            String taskId,
            String taskName,
            Optional<String> desc,
            OptionalInt taskType,
            OptionalInt priority,
            Optional<CreateInfo> createInfo,
            Optional<JsonObject> constraints,
            ExecutionStatus executionStatus,
            List<String> deviceList,
            Optional<List<SubtaskInfo>> subtaskInfoList,
            Optional<String> taskTopology) {
        this(taskId, taskName, desc, taskType, priority, createInfo, constraints, executionStatus, deviceList, subtaskInfoList,
                taskTopology, JsonObject.EMPTY);
    }

    /** Who asked for it, and when. */
    public record CreateInfo(
            Optional<String> applicant, Optional<Instant> createTime, Optional<Instant> updateTime, JsonObject extra) {

        public CreateInfo {
            Given.all(applicant, createTime, updateTime, extra);
        }

        public CreateInfo(Optional<String> applicant, Optional<Instant> createTime, Optional<Instant> updateTime) {
            this(applicant, createTime, updateTime, JsonObject.EMPTY);
        }
    }
}
