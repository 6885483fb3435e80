package io.sluice.api.message;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is free on the nodes asked (table 6).
 *
 * @param commandIdx of the command; the table demands it
 * @param availableResourceList empty in a reply that fails
 */
public record AvailableResourceReply(
        OptionalInt commandIdx, StatusCode statusCode, List<AvailableResource> availableResourceList, JsonObject extra)
        implements Reply {

    public static final String TYPE = AvailableResourceQuery.TYPE;

    public AvailableResourceReply {
        availableResourceList = List.copyOf(availableResourceList);
        Given.all(commandIdx, statusCode, extra);
    }

    /** One that succeeds. */
    public AvailableResourceReply(OptionalInt commandIdx, List<AvailableResource> availableResourceList) {
        this(commandIdx, StatusCode.SUCCESS, availableResourceList, JsonObject.EMPTY);
    }

    public static AvailableResourceReply failed(OptionalInt commandIdx, String reason) {
        return new AvailableResourceReply(commandIdx, StatusCode.FAILURE, List.of(), Reply.because(reason));
    }
}
