package io.sluice.api.message;

import java.util.List;
import java.util.OptionalInt;

/**
 * What resources the nodes asked have in all (table 3).
 *
 * @param commandIdx of the command; the table demands it
 * @param totalResourceList empty in a reply that fails
 */
public record TotalResourceReply(
        OptionalInt commandIdx, StatusCode statusCode, List<TotalResource> totalResourceList, JsonObject extra)
        implements Reply {

    public static final String TYPE = TotalResourceQuery.TYPE;

    public TotalResourceReply {
        totalResourceList = List.copyOf(totalResourceList);
        Given.all(commandIdx, statusCode, extra);
    }

    /** One that succeeds. */
    public TotalResourceReply(OptionalInt commandIdx, List<TotalResource> totalResourceList) {
        this(commandIdx, StatusCode.SUCCESS, totalResourceList, JsonObject.EMPTY);
    }

    public static TotalResourceReply failed(OptionalInt commandIdx, String reason) {
        return new TotalResourceReply(commandIdx, StatusCode.FAILURE, List.of(), Reply.because(reason));
    }
}
