package io.sluice.protocol;

import static io.sluice.protocol.NumberTypes.INT32;
import static io.sluice.protocol.OpenType.OPEN;
import static io.sluice.protocol.TextType.DEVICE_ID;
import static io.sluice.protocol.TextType.atMost;
import static io.sluice.protocol.TimeType.TIME;

import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.DeviceType;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.SubtaskInfo;
import io.sluice.api.message.TaskInfo;
import io.sluice.api.message.TaskStatus;

/** How tasks are, and what is kept of them: tables 30, 31, A.1 and A.2. */
final class StatusShapes {

    private static final Type<Integer> PERCENT = NumberTypes.within(0, 100);
    private static final Type<ExecutionStatus> EXECUTION_STATUS = CodeType.numberOrdinals(ExecutionStatus.values());

    /** Table 31. */
    static final Shape<TaskStatus> TASK = Shape.of(TaskStatus.class)
            .mandatory("TaskID", atMost(128), TaskStatus::taskId)
            .optional("ParentTaskID", atMost(128), TaskStatus::parentTaskId)
            .optional("TaskName", atMost(128), TaskStatus::taskName)
            .optionalInt("TaskType", INT32, TaskStatus::taskType)
            .mandatory("ExecutionStatus", EXECUTION_STATUS, TaskStatus::executionStatus)
            .optionalInt("Progress", PERCENT, TaskStatus::progress)
            .optional("ResourcesOccupied", OPEN, TaskStatus::resourcesOccupied)
            .optionalInt("ExceptionCode", INT32, TaskStatus::exceptionCode)
            .optional("ExceptionDesc", atMost(512), TaskStatus::exceptionDesc)
            .into(TaskStatus::extra, v -> new TaskStatus(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    /** Table 30. */
    static final Shape<DevTaskStatus> DEVICE = Shape.of(DevTaskStatus.class)
            .mandatory("DeviceID", DEVICE_ID, DevTaskStatus::deviceId)
            .optional("TaskStatusList", ListType.of(TASK), DevTaskStatus::taskStatusList)
            .into(DevTaskStatus::extra, v -> new DevTaskStatus(v.next(), v.next(), v.extra()));

    private static final Shape<SubtaskInfo.TaskExecutor> EXECUTOR = Shape.of(SubtaskInfo.TaskExecutor.class)
            .mandatory("DeviceID", DEVICE_ID, SubtaskInfo.TaskExecutor::deviceId)
            .optional("DeviceName", atMost(39), SubtaskInfo.TaskExecutor::deviceName)
            .optional("DeviceType", CodeType.textOrdinals(DeviceType.values()), SubtaskInfo.TaskExecutor::deviceType)
            .into(SubtaskInfo.TaskExecutor::extra,
                    v -> new SubtaskInfo.TaskExecutor(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<SubtaskInfo.TaskStatusInfo> SUBTASK_STATUS = Shape.of(SubtaskInfo.TaskStatusInfo.class)
            .mandatory("ExecutionStatus", EXECUTION_STATUS, SubtaskInfo.TaskStatusInfo::executionStatus)
            .optionalInt("Progress", PERCENT, SubtaskInfo.TaskStatusInfo::progress)
            .optionalInt("ExceptionCode", INT32, SubtaskInfo.TaskStatusInfo::exceptionCode)
            .optional("ExceptionDesc", atMost(512), SubtaskInfo.TaskStatusInfo::exceptionDesc)
            .into(SubtaskInfo.TaskStatusInfo::extra, v -> new SubtaskInfo.TaskStatusInfo(
                    v.next(), v.next(), v.next(), v.next(), v.extra()));

    /** Table A.2. Here the task is known to be a part of another. */
    static final Shape<SubtaskInfo> SUBTASK = Shape.of(SubtaskInfo.class)
            .mandatory("TaskExecutor", EXECUTOR, SubtaskInfo::taskExecutor)
            .mandatory("TaskDispatchInfo",
                    DispatchShapes.DISPATCH.with("ParentTaskID", "the parent of a part of a task",
                            task -> task.parentTaskId().isPresent()),
                    SubtaskInfo::taskDispatchInfo)
            .optional("CreateTime", TIME, SubtaskInfo::createTime)
            .optional("UpdateTime", TIME, SubtaskInfo::updateTime)
            .mandatory("TaskStatusInfo", SUBTASK_STATUS, SubtaskInfo::taskStatusInfo)
            .into(SubtaskInfo::extra, v -> new SubtaskInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskInfo.CreateInfo> CREATION = Shape.of(TaskInfo.CreateInfo.class)
            .optional("Applicant", atMost(128), TaskInfo.CreateInfo::applicant)
            .optional("CreateTime", TIME, TaskInfo.CreateInfo::createTime)
            .optional("UpdateTime", TIME, TaskInfo.CreateInfo::updateTime)
            .into(TaskInfo.CreateInfo::extra, v -> new TaskInfo.CreateInfo(v.next(), v.next(), v.next(), v.extra()));

    /** Table A.1. */
    static final Shape<TaskInfo> INFO = Shape.of(TaskInfo.class)
            .mandatory("TaskID", atMost(128), TaskInfo::taskId)
            .mandatory("TaskName", atMost(128), TaskInfo::taskName)
            .optional("Desc", atMost(512), TaskInfo::desc)
            .optionalInt("TaskType", INT32, TaskInfo::taskType)
            .optionalInt("Priority", DispatchShapes.PRIORITY, TaskInfo::priority)
            .optional("CreateInfo", CREATION, TaskInfo::createInfo)
            .optional("Constraints", OPEN, TaskInfo::constraints)
            .mandatory("ExecutionStatus", EXECUTION_STATUS, TaskInfo::executionStatus)
            .mandatory("DeviceList", ListType.of(DEVICE_ID), TaskInfo::deviceList)
            .optional("SubtaskInfoList", ListType.of(SUBTASK), TaskInfo::subtaskInfoList)
            .optional("TaskTopology", atMost(256), TaskInfo::taskTopology)
            .into(TaskInfo::extra, v -> new TaskInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(),
                    v.next(), v.extra()));

    private StatusShapes() {}
}
