package io.sluice.api.message;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which algorithms the nodes asked have (table 13).
 *
 * @param commandIdx of the command, where it had one
 * @param algResourceList empty in a reply that fails
 */
public record AlgorithmReply(
        OptionalInt commandIdx, StatusCode statusCode, List<AlgResource> algResourceList, JsonObject extra)
        implements Reply {

    public static final String TYPE = AlgorithmQuery.TYPE;

    public AlgorithmReply {
        algResourceList = List.copyOf(algResourceList);
        Given.all(commandIdx, statusCode, extra);
    }

    /** One that succeeds. */
    public AlgorithmReply(OptionalInt commandIdx, List<AlgResource> algResourceList) {
        this(commandIdx, StatusCode.SUCCESS, algResourceList, JsonObject.EMPTY);
    }

    public static AlgorithmReply failed(OptionalInt commandIdx, String reason) {
        return new AlgorithmReply(commandIdx, StatusCode.FAILURE, List.of(), Reply.because(reason));
    }
}
