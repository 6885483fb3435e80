package io.sluice.protocol;

import static io.sluice.protocol.NumberTypes.INT32;
import static io.sluice.protocol.OpenType.OPEN;
import static io.sluice.protocol.TextType.DEVICE_ID;
import static io.sluice.protocol.TextType.atMost;
import static io.sluice.protocol.TimeType.TIME;

import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskBasicInfo;
import io.sluice.api.message.TaskDispatchInfo;

/** Tasks as they are asked for, given to nodes and controlled: tables 17, 20 and 23. */
final class DispatchShapes {

    /** Of every table that has one. */
    static final Type<Integer> PRIORITY = NumberTypes.within(1, 10);

    private static final Shape<TaskBasicInfo.InitiationInfo> INITIATION = Shape.of(TaskBasicInfo.InitiationInfo.class)
            .mandatory("DeviceID", DEVICE_ID, TaskBasicInfo.InitiationInfo::deviceId)
            .optional("Applicant", atMost(128), TaskBasicInfo.InitiationInfo::applicant)
            .optional("InitiateTime", TIME, TaskBasicInfo.InitiationInfo::initiateTime)
            .optional("UpdateTime", TIME, TaskBasicInfo.InitiationInfo::updateTime)
            .optional("CustomInfo", OPEN, TaskBasicInfo.InitiationInfo::customInfo)
            .into(TaskBasicInfo.InitiationInfo::extra, v -> new TaskBasicInfo.InitiationInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    /** Table 17. */
    static final Shape<TaskBasicInfo> REQUEST = Shape.of(TaskBasicInfo.class)
            .optionalInt("TaskType", INT32, TaskBasicInfo::taskType)
            .mandatory("TaskName", atMost(128), TaskBasicInfo::taskName)
            .optional("Desc", atMost(512), TaskBasicInfo::desc)
            .optionalInt("Priority", PRIORITY, TaskBasicInfo::priority)
            .mandatory("InitiationInfo", INITIATION, TaskBasicInfo::initiationInfo)
            .optional("Constraints", OPEN, TaskBasicInfo::constraints)
            .into(TaskBasicInfo::extra, v -> new TaskBasicInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskDispatchInfo.Dependency> DEPENDENCY = Shape.of(TaskDispatchInfo.Dependency.class)
            .mandatory("TaskID", atMost(128), TaskDispatchInfo.Dependency::taskId)
            .optional("DeviceID", DEVICE_ID, TaskDispatchInfo.Dependency::deviceId)
            .optional("ExtendedInfo", OPEN, TaskDispatchInfo.Dependency::extendedInfo)
            .into(TaskDispatchInfo.Dependency::extra,
                    v -> new TaskDispatchInfo.Dependency(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskDispatchInfo.TimeRange> TIME_RANGE = Shape.of(TaskDispatchInfo.TimeRange.class)
            .optional("StartTime", TIME, TaskDispatchInfo.TimeRange::startTime)
            .optional("EndTime", TIME, TaskDispatchInfo.TimeRange::endTime)
            .into(TaskDispatchInfo.TimeRange::extra, v -> new TaskDispatchInfo.TimeRange(v.next(), v.next(), v.extra()));

    private static final Shape<TaskDispatchInfo.ExecutionCond> CONDITION = Shape.of(TaskDispatchInfo.ExecutionCond.class)
            .optional("TimeRange", ListType.of(TIME_RANGE), TaskDispatchInfo.ExecutionCond::timeRange)
            .optional("ExtendedInfo", OPEN, TaskDispatchInfo.ExecutionCond::extendedInfo)
            .into(TaskDispatchInfo.ExecutionCond::extra,
                    v -> new TaskDispatchInfo.ExecutionCond(v.next(), v.next(), v.extra()));

    private static final Shape<TaskDispatchInfo.Model> MODEL = Shape.of(TaskDispatchInfo.Model.class)
            .mandatory("ModelID", INT32, TaskDispatchInfo.Model::modelId)
            .optional("ModelDesc", atMost(1023), TaskDispatchInfo.Model::modelDesc)
            .mandatory("ModelVersion", atMost(19), TaskDispatchInfo.Model::modelVersion)
            .optional("ModelURL", atMost(255), TaskDispatchInfo.Model::modelUrl)
            .into(TaskDispatchInfo.Model::extra,
                    v -> new TaskDispatchInfo.Model(v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskDispatchInfo.AlgModelInfo> ALGORITHM = Shape.of(TaskDispatchInfo.AlgModelInfo.class)
            .mandatory("AlgID", INT32, TaskDispatchInfo.AlgModelInfo::algId)
            .optional("AlgDesc", atMost(1023), TaskDispatchInfo.AlgModelInfo::algDesc)
            .mandatory("AlgVersion", atMost(19), TaskDispatchInfo.AlgModelInfo::algVersion)
            .optional("AlgFileURL", atMost(255), TaskDispatchInfo.AlgModelInfo::algFileUrl)
            .optional("ModelList", ListType.of(MODEL), TaskDispatchInfo.AlgModelInfo::modelList)
            .into(TaskDispatchInfo.AlgModelInfo::extra, v -> new TaskDispatchInfo.AlgModelInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskDispatchInfo.InputInfo> INPUT = Shape.of(TaskDispatchInfo.InputInfo.class)
            .optional("StreamURL", atMost(256), TaskDispatchInfo.InputInfo::streamUrl)
            .optional("AlgArgs", OPEN, TaskDispatchInfo.InputInfo::algArgs)
            .optionalInt("TaskFrameRate", INT32, TaskDispatchInfo.InputInfo::taskFrameRate)
            .into(TaskDispatchInfo.InputInfo::extra,
                    v -> new TaskDispatchInfo.InputInfo(v.next(), v.next(), v.next(), v.extra()));

    private static final Shape<TaskDispatchInfo.Destination> DESTINATION = Shape.of(TaskDispatchInfo.Destination.class)
            .optional("DeviceID", DEVICE_ID, TaskDispatchInfo.Destination::deviceId)
            .optional("OutputURL", atMost(256), TaskDispatchInfo.Destination::outputUrl)
            .into(TaskDispatchInfo.Destination::extra, v -> new TaskDispatchInfo.Destination(v.next(), v.next(), v.extra()));

    /** Table 20. */
    static final Shape<TaskDispatchInfo> DISPATCH = Shape.of(TaskDispatchInfo.class)
            .mandatory("TaskID", atMost(128), TaskDispatchInfo::taskId)
            .optional("TaskName", atMost(128), TaskDispatchInfo::taskName)
            .optional("Desc", atMost(512), TaskDispatchInfo::desc)
            .optionalInt("TaskType", INT32, TaskDispatchInfo::taskType)
            .optionalInt("Priority", PRIORITY, TaskDispatchInfo::priority)
            .optional("ParentTaskID", atMost(128), TaskDispatchInfo::parentTaskId)
            .optional("Dependencies", ListType.of(DEPENDENCY), TaskDispatchInfo::dependencies)
            .mandatory("TaskAttr", NumberTypes.within(0, Integer.MAX_VALUE), TaskDispatchInfo::taskAttr)
            .optional("ExecutionCond", CONDITION, TaskDispatchInfo::executionCond)
            .mandatory("AlgModelInfo", ALGORITHM, TaskDispatchInfo::algModelInfo)
            .mandatory("InputInfo", INPUT, TaskDispatchInfo::inputInfo)
            .mandatory("DstDeviceList", ListType.of(DESTINATION), TaskDispatchInfo::dstDeviceList)
            .into(TaskDispatchInfo::extra, v -> new TaskDispatchInfo(
                    v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(), v.next(),
                    v.next(), v.next(), v.extra()));

    /** Table 23. */
    static final Shape<OpsControl> CONTROL = Shape.of(OpsControl.class)
            .optional("DeviceID", DEVICE_ID, OpsControl::deviceId)
            .mandatory("TaskID", atMost(128), OpsControl::taskId)
            .mandatory("Control", CodeType.numberOrdinals(OpsControl.Operation.values()), OpsControl::control)
            .optional("AlgArgs", OPEN, OpsControl::algArgs)
            .into(OpsControl::extra, v -> new OpsControl(v.next(), v.next(), v.next(), v.next(), v.extra()));

    private DispatchShapes() {}
}
