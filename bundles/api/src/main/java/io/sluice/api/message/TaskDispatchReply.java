package io.sluice.api.message;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether the tasks were taken on (table 21).
 *
 * @param commandIdx of the command, where it had one
 * @param message what became of them; at most 512 bytes
 */
public record TaskDispatchReply(OptionalInt commandIdx, StatusCode statusCode, Optional<String> message, JsonObject extra)
        implements Reply {

    public static final String TYPE = TaskDispatch.TYPE;

    public TaskDispatchReply {
        Given.all(commandIdx, statusCode, message, extra);
    }

    public TaskDispatchReply(OptionalInt commandIdx, StatusCode statusCode, Optional<String> message) {
        this(commandIdx, statusCode, message, JsonObject.EMPTY);
    }
}
