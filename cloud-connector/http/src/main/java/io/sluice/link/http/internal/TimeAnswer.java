package io.sluice.link.http.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.session.http.Caller;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A node's time, as GA/T 1400.4 answers {@code GET /System/Time}, with stamps fine enough to compare clocks by.
 *
 * @param arrived when the request arrived, in microseconds since 1970
 * @param answered when this was made, likewise
 */
record TimeAnswer(long arrived, long answered) {

    static final String PATH = "/System/Time";

    private static final String OBJECT = "SystemTimeObject";
    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] write(String device) throws IOException {
        OffsetDateTime now = OffsetDateTime.now();
        ObjectNode root = JSON.createObjectNode();
        root.putObject(OBJECT)
                .put("VIIDServerID", device)
                .put("TimeMode", "1")
                .put("LocalTime", LOCAL_TIME.format(now))
                .put("TimeZone", now.getOffset().getId())
                .put("ArrivedMicros", arrived)
                .put("AnsweredMicros", answered);
        return JSON.writeValueAsBytes(root);
    }

    /** Empty when the other node does not tell its time so finely. */
    static Optional<TimeAnswer> read(Caller.Answer answer) {
        try {
            JsonNode time = JSON.readTree(answer.body()).path(OBJECT);
            JsonNode arrived = time.path("ArrivedMicros");
            JsonNode answered = time.path("AnsweredMicros");
            return answer.status() == 200 && arrived.isIntegralNumber() && answered.isIntegralNumber()
                    ? Optional.of(new TimeAnswer(arrived.longValue(), answered.longValue())) : Optional.empty();
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }
}
