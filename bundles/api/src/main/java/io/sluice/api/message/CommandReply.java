package io.sluice.api.message;

import java.util.OptionalInt;

/**
 * The answer to a command that has none but a status: task_ops_control (table 24), task_result (table 27) and commands that the
 * node does not know.
 *
 * @param commandType of the command
 * @param commandIdx of the command, where it had one
 */
public record CommandReply(String commandType, OptionalInt commandIdx, StatusCode statusCode, JsonObject extra) implements Reply {

    public CommandReply {
        Given.all(commandType, commandIdx, statusCode, extra);
    }

    public static CommandReply succeeded(Command command) {
        return new CommandReply(command.commandType(), command.commandIdx(), StatusCode.SUCCESS, JsonObject.EMPTY);
    }

    public static CommandReply failed(String commandType, OptionalInt commandIdx, String reason) {
        return new CommandReply(commandType, commandIdx, StatusCode.FAILURE, Reply.because(reason));
    }
}
