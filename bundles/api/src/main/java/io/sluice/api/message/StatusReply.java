package io.sluice.api.message;

/** The answer to a report by HTTP (tables 9, 11, 33). */
public record StatusReply(StatusCode statusCode, JsonObject extra) implements Reply {

    public static final StatusReply SUCCEEDED = new StatusReply(StatusCode.SUCCESS, JsonObject.EMPTY);

    public StatusReply {
        Given.all(statusCode, extra);
    }

    public static StatusReply failed(String reason) {
        return new StatusReply(StatusCode.FAILURE, Reply.because(reason));
    }
}
