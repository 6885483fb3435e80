package io.sluice.protocol;

import io.sluice.api.message.AlgResource;
import io.sluice.api.message.AlgorithmQuery;
import io.sluice.api.message.AlgorithmReply;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.AvailableResourceQuery;
import io.sluice.api.message.AvailableResourceReply;
import io.sluice.api.message.Command;
import io.sluice.api.message.CommandReply;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.ModelInfo;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusReply;
import io.sluice.api.message.SubtaskInfo;
import io.sluice.api.message.TaskBasicInfo;
import io.sluice.api.message.TaskControl;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchReply;
import io.sluice.api.message.TaskInfo;
import io.sluice.api.message.TaskRequestReply;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskStatus;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TaskStatusReply;
import io.sluice.api.message.TotalResource;
import io.sluice.api.message.TotalResourceQuery;
import io.sluice.api.message.TotalResourceReply;
import java.util.List;
import java.util.Map;

/** All messages of T/AI 116.6, by table. */
public final class Messages {

    public static final MessageType<TotalResourceQuery> TOTAL_QUERY = new MessageType<>("2", CommandShapes.TOTAL);
    public static final MessageType<TotalResourceReply> TOTAL_REPLY = new MessageType<>("3", ReplyShapes.TOTAL);
    public static final MessageType<TotalResource> TOTAL_RESOURCE = new MessageType<>("4", ResourceShapes.TOTAL);
    public static final MessageType<AvailableResourceQuery> AVAILABLE_QUERY = new MessageType<>("5", CommandShapes.AVAILABLE);
    public static final MessageType<AvailableResourceReply> AVAILABLE_REPLY = new MessageType<>("6", ReplyShapes.AVAILABLE);
    public static final MessageType<AvailableResource> AVAILABLE_RESOURCE = new MessageType<>("7", ResourceShapes.AVAILABLE);
    /** The answer to the reports of resources and of tasks' states. */
    public static final MessageType<StatusReply> REPORT_REPLY = new MessageType<>("9,11,33", ReplyShapes.PLAIN);
    public static final MessageType<AlgorithmQuery> ALGORITHM_QUERY = new MessageType<>("12", CommandShapes.ALGORITHMS);
    public static final MessageType<AlgorithmReply> ALGORITHM_REPLY = new MessageType<>("13", ReplyShapes.ALGORITHMS);
    public static final MessageType<AlgResource> ALGORITHMS = new MessageType<>("14", AlgorithmShapes.RESOURCE);
    public static final MessageType<ModelInfo> MODEL = new MessageType<>("15", AlgorithmShapes.MODEL);
    public static final MessageType<TaskBasicInfo> TASK_REQUEST = new MessageType<>("17", DispatchShapes.REQUEST);
    public static final MessageType<TaskRequestReply> TASK_REQUEST_REPLY = new MessageType<>("18", ReplyShapes.REQUEST);
    public static final MessageType<TaskDispatch> TASK_DISPATCH = new MessageType<>("19", CommandShapes.DISPATCH);
    public static final MessageType<TaskDispatchInfo> TASK_DISPATCH_INFO = new MessageType<>("20", DispatchShapes.DISPATCH);
    public static final MessageType<TaskDispatchReply> TASK_DISPATCH_REPLY = new MessageType<>("21", ReplyShapes.DISPATCH);
    public static final MessageType<TaskControl> TASK_CONTROL = new MessageType<>("22", CommandShapes.CONTROL);
    public static final MessageType<OpsControl> OPS_CONTROL = new MessageType<>("23", DispatchShapes.CONTROL);
    public static final MessageType<CommandReply> TASK_CONTROL_REPLY =
            new MessageType<>("24", ReplyShapes.plain(CodeType.only(TaskControl.TYPE)));
    public static final MessageType<TaskResult> TASK_RESULT = new MessageType<>("25", CommandShapes.RESULT);
    public static final MessageType<TaskResultBody> TASK_RESULT_BODY = new MessageType<>("26", ResultShapes.BODY);
    public static final MessageType<CommandReply> TASK_RESULT_REPLY =
            new MessageType<>("27", ReplyShapes.plain(CodeType.only(TaskResult.TYPE)));
    public static final MessageType<TaskStatusQuery> TASK_STATUS_QUERY = new MessageType<>("28", CommandShapes.STATUS);
    public static final MessageType<TaskStatusReply> TASK_STATUS_REPLY = new MessageType<>("29", ReplyShapes.STATUS);
    public static final MessageType<DevTaskStatus> DEVICE_TASK_STATUS = new MessageType<>("30", StatusShapes.DEVICE);
    public static final MessageType<TaskStatus> TASK_STATUS = new MessageType<>("31", StatusShapes.TASK);
    /** The report of tasks' states: of one node, or of several in an array. */
    public static final MessageType<List<DevTaskStatus>> TASK_STATUS_REPORT =
            new MessageType<>("32", new OneOrManyType<>(StatusShapes.DEVICE));
    public static final MessageType<TaskInfo> TASK_INFO = new MessageType<>("A.1", StatusShapes.INFO);
    public static final MessageType<SubtaskInfo> SUBTASK_INFO = new MessageType<>("A.2", StatusShapes.SUBTASK);
    /** Any object; for what the standard leaves open. */
    public static final MessageType<JsonObject> OPEN = new MessageType<>("", OpenType.OPEN);
    /** The answer to a command that no table has; in the form of table 24. */
    public static final MessageType<CommandReply> OTHER_REPLY = new MessageType<>("", ReplyShapes.plain(TextType.atMost(19)));

    /** Commands by CommandType. */
    static final Map<String, MessageType<? extends Command>> COMMANDS = Map.of(
            TotalResourceQuery.TYPE, TOTAL_QUERY,
            AvailableResourceQuery.TYPE, AVAILABLE_QUERY,
            AlgorithmQuery.TYPE, ALGORITHM_QUERY,
            TaskDispatch.TYPE, TASK_DISPATCH,
            TaskControl.TYPE, TASK_CONTROL,
            TaskResult.TYPE, TASK_RESULT,
            TaskStatusQuery.TYPE, TASK_STATUS_QUERY);

    private static final Map<String, MessageType<? extends Reply>> REPLIES = Map.of(
            TotalResourceQuery.TYPE, TOTAL_REPLY,
            AvailableResourceQuery.TYPE, AVAILABLE_REPLY,
            AlgorithmQuery.TYPE, ALGORITHM_REPLY,
            TaskDispatch.TYPE, TASK_DISPATCH_REPLY,
            TaskControl.TYPE, TASK_CONTROL_REPLY,
            TaskResult.TYPE, TASK_RESULT_REPLY,
            TaskStatusQuery.TYPE, TASK_STATUS_REPLY);

    private Messages() {}

    /** What answers a command of that type; {@link #OTHER_REPLY} where no table has it. */
    public static MessageType<? extends Reply> replyTo(String commandType) {
        return REPLIES.getOrDefault(commandType, OTHER_REPLY);
    }
}
