package io.sluice.protocol;

import static io.sluice.protocol.NumberTypes.INT32;
import static io.sluice.protocol.TextType.atMost;

import io.sluice.api.message.AlgorithmReply;
import io.sluice.api.message.AvailableResourceReply;
import io.sluice.api.message.CommandReply;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.StatusReply;
import io.sluice.api.message.TaskDispatchReply;
import io.sluice.api.message.TaskRequestReply;
import io.sluice.api.message.TaskStatusReply;
import io.sluice.api.message.TotalResourceReply;
import java.util.OptionalInt;

/** Replies: tables 3, 6, 9, 11, 13, 18, 21, 24, 27, 29 and 33. */
final class ReplyShapes {

    private static final CodeType<StatusCode> STATUS_CODE = CodeType.textOrdinals(StatusCode.values());

    /** Table 3. */
    static final Shape<TotalResourceReply> TOTAL = new ShapeBuilder<TotalResourceReply>()
            .mandatory("CommandType", CodeType.only(TotalResourceReply.TYPE), reply -> TotalResourceReply.TYPE)
            .mandatoryInt("CommandIdx", INT32, TotalResourceReply::commandIdx)
            .mandatory("StatusCode", STATUS_CODE, TotalResourceReply::statusCode)
            .mandatory("TotalResourceList", ListType.of(ResourceShapes.TOTAL), TotalResourceReply::totalResourceList)
            .into(TotalResourceReply::extra, v -> new TotalResourceReply(index(v), v.next(), v.next(), v.extra()));

    /** Table 6. */
    static final Shape<AvailableResourceReply> AVAILABLE = new ShapeBuilder<AvailableResourceReply>()
            .mandatory("CommandType", CodeType.only(AvailableResourceReply.TYPE), reply -> AvailableResourceReply.TYPE)
            .mandatoryInt("CommandIdx", INT32, AvailableResourceReply::commandIdx)
            .mandatory("StatusCode", STATUS_CODE, AvailableResourceReply::statusCode)
            .mandatory("AvailableResourceList", ListType.of(ResourceShapes.AVAILABLE),
                    AvailableResourceReply::availableResourceList)
            .into(AvailableResourceReply::extra, v -> new AvailableResourceReply(index(v), v.next(), v.next(), v.extra()));

    /** Table 13. */
    static final Shape<AlgorithmReply> ALGORITHMS = new ShapeBuilder<AlgorithmReply>()
            .mandatory("CommandType", CodeType.only(AlgorithmReply.TYPE), reply -> AlgorithmReply.TYPE)
            .optionalInt("CommandIdx", INT32, AlgorithmReply::commandIdx)
            .mandatory("StatusCode", STATUS_CODE, AlgorithmReply::statusCode)
            .mandatory("AlgResourceList", ListType.of(AlgorithmShapes.RESOURCE), AlgorithmReply::algResourceList)
            .into(AlgorithmReply::extra, v -> new AlgorithmReply(index(v), v.next(), v.next(), v.extra()));

    /** Table 18. */
    static final Shape<TaskRequestReply> REQUEST = Shape.of(TaskRequestReply.class)
            .mandatory("StatusCode", STATUS_CODE, TaskRequestReply::statusCode)
            .optional("TaskID", atMost(128), TaskRequestReply::taskId)
            .optional("Message", atMost(128), TaskRequestReply::message)
            .into(TaskRequestReply::extra, v -> new TaskRequestReply(v.next(), v.next(), v.next(), v.extra()));

    /** Table 21. */
    static final Shape<TaskDispatchReply> DISPATCH = new ShapeBuilder<TaskDispatchReply>()
            .mandatory("CommandType", CodeType.only(TaskDispatchReply.TYPE), reply -> TaskDispatchReply.TYPE)
            .optionalInt("CommandIdx", INT32, TaskDispatchReply::commandIdx)
            .mandatory("StatusCode", STATUS_CODE, TaskDispatchReply::statusCode)
            .optional("Message", atMost(512), TaskDispatchReply::message)
            .into(TaskDispatchReply::extra, v -> new TaskDispatchReply(index(v), v.next(), v.next(), v.extra()));

    /** Table 29. */
    static final Shape<TaskStatusReply> STATUS = new ShapeBuilder<TaskStatusReply>()
            .mandatory("CommandType", CodeType.only(TaskStatusReply.TYPE), reply -> TaskStatusReply.TYPE)
            .optionalInt("CommandIdx", INT32, TaskStatusReply::commandIdx)
            .mandatory("StatusCode", STATUS_CODE, TaskStatusReply::statusCode)
            .mandatory("TaskStatusSet", ListType.of(StatusShapes.DEVICE), TaskStatusReply::taskStatusSet)
            .into(TaskStatusReply::extra, v -> new TaskStatusReply(index(v), v.next(), v.next(), v.extra()));

    /** Tables 9, 11 and 33. */
    static final Shape<StatusReply> PLAIN = Shape.of(StatusReply.class)
            .mandatory("StatusCode", STATUS_CODE, StatusReply::statusCode)
            .into(StatusReply::extra, v -> new StatusReply(v.next(), v.extra()));

    private ReplyShapes() {}

    /** Tables 24 and 27, and by the same form the answer to commands that no table has. */
    static Shape<CommandReply> plain(Type<String> commandType) {
        return Shape.of(CommandReply.class)
                .mandatory("CommandType", commandType, CommandReply::commandType)
                .optionalInt("CommandIdx", INT32, CommandReply::commandIdx)
                .mandatory("StatusCode", STATUS_CODE, CommandReply::statusCode)
                .into(CommandReply::extra, v -> new CommandReply(v.next(), v.next(), v.next(), v.extra()));
    }

    /** The type is known and stands before it. */
    private static OptionalInt index(Values values) {
        values.next();
        return values.next();
    }
}
