package io.sluice.protocol;

import io.sluice.api.message.AlgorithmQuery;
import io.sluice.api.message.AlgorithmReply;
import io.sluice.api.message.AvailableResourceQuery;
import io.sluice.api.message.AvailableResourceReply;
import io.sluice.api.message.CommandReply;
import io.sluice.api.message.Reply;
import io.sluice.api.message.StatusCode;
import io.sluice.api.message.StatusReply;
import io.sluice.api.message.TaskDispatch;
import io.sluice.api.message.TaskDispatchReply;
import io.sluice.api.message.TaskStatusQuery;
import io.sluice.api.message.TaskStatusReply;
import io.sluice.api.message.TotalResourceQuery;
import io.sluice.api.message.TotalResourceReply;
import java.util.Optional;
import java.util.OptionalInt;

/** Replies to commands that could not be read. */
final class Refusals {

    private static final int TYPE_BYTES = 19;

    private Refusals() {}

    @SuppressWarnings("unchecked")
    static MessageType<Reply> type(CommandHead head) {
        MessageType<? extends Reply> type = named(head)
                ? Messages.replyTo(head.commandType().orElseThrow())
                : Messages.REPORT_REPLY;
        return (MessageType<Reply>) type;
    }

    static Reply reply(CommandHead head, String why) {
        String reason = Reasons.ofCommand(why);
        if (!named(head)) {
            return StatusReply.failed(reason);
        }
        OptionalInt idx = head.commandIdx();
        return switch (head.commandType().orElseThrow()) {
            case TotalResourceQuery.TYPE -> TotalResourceReply.failed(given(idx), reason);
            case AvailableResourceQuery.TYPE -> AvailableResourceReply.failed(given(idx), reason);
            case AlgorithmQuery.TYPE -> AlgorithmReply.failed(idx, reason);
            case TaskDispatch.TYPE -> new TaskDispatchReply(idx, StatusCode.FAILURE, Optional.of(reason));
            case TaskStatusQuery.TYPE -> TaskStatusReply.failed(idx, reason);
            default -> CommandReply.failed(head.commandType().orElseThrow(), idx, reason);
        };
    }

    /** A type that does not fit the field is not repeated. */
    private static boolean named(CommandHead head) {
        int bytes = head.commandType().map(Utf8::length).orElse(-1);
        return bytes >= 0 && bytes <= TYPE_BYTES;
    }

    /** The tables of these replies demand a number even where the command had none. */
    private static OptionalInt given(OptionalInt idx) {
        return idx.isPresent() ? idx : OptionalInt.of(0);
    }
}
