package io.sluice.session.cascade;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node that was to answer and did not; told in the member {@code Unanswered} of a reply, beyond its table.
 *
 * @param reason for people
 */
public record Unanswered(String device, String reason) {

    private static final String MEMBER = "Unanswered";

    /** The members beyond the table of a reply that leaves these out; none where it is complete. */
    public static JsonObject members(List<Unanswered> missing) {
        if (missing.isEmpty()) {
            return JsonObject.EMPTY;
        }
        return JsonObject.builder().put(MEMBER, new JsonArray(missing.stream().map(one -> (JsonValue) JsonObject.builder()
                .put("DeviceID", one.device())
                .put("Reason", one.reason())
                .build()).toList())).build();
    }

    /** What another node's reply says of those below it. */
    public static Stream<Unanswered> in(JsonObject members) {
        Stream<JsonValue> listed = members.get(MEMBER).stream()
                .flatMap(value -> value instanceof JsonArray array ? array.values().stream() : Stream.empty());
        return listed.filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                .map(one -> new Unanswered(one.text("DeviceID").orElse(""), one.text("Reason").orElse("")));
    }
}
