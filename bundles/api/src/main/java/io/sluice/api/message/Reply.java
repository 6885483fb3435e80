package io.sluice.api.message;

import java.util.Optional;

/** The answer to a command or to a request by HTTP. */
public sealed interface Reply permits TotalResourceReply, AvailableResourceReply, AlgorithmReply, TaskDispatchReply, CommandReply,
        TaskStatusReply, TaskRequestReply, StatusReply {

    /** The member that carries the reason in replies whose table has no field for it. */
    String MESSAGE = "Message";

    StatusCode statusCode();

    JsonObject extra();

    /** Why it failed, or what else there is to say; for people. */
    default Optional<String> message() {
        return extra().text(MESSAGE);
    }

    /** What a failing reply has beyond its table. */
    static JsonObject because(String reason) {
        return JsonObject.builder().put(MESSAGE, reason).build();
    }
}
