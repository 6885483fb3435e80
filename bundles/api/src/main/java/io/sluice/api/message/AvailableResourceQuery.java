package io.sluice.api.message;

import java.util.OptionalInt;

/**
 * Asks what resources of nodes are free at present (table 5).
 *
 * @param commandIdx the table demands it
 */
public record AvailableResourceQuery(OptionalInt commandIdx, ResourceCriteria messageBody, JsonObject extra) implements Command {

    public static final String TYPE = "available_res_query";

    public AvailableResourceQuery {
        Given.all(commandIdx, messageBody, extra);
    }

    public AvailableResourceQuery(int commandIdx, ResourceCriteria messageBody) {
        this(OptionalInt.of(commandIdx), messageBody, JsonObject.EMPTY);
    }

    @Override
    public String commandType() {
        return TYPE;
    }
}
