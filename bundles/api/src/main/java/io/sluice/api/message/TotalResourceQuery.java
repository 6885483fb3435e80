package io.sluice.api.message;

import java.util.OptionalInt;

/**
 * Asks what resources nodes have in all (table 2).
 *
 * @param commandIdx the table demands it
 */
public record TotalResourceQuery(OptionalInt commandIdx, ResourceCriteria messageBody, JsonObject extra) implements Command {

    public static final String TYPE = "total_res_query";

    public TotalResourceQuery {
        Given.all(commandIdx, messageBody, extra);
    }

    public TotalResourceQuery(int commandIdx, ResourceCriteria messageBody) {
        this(OptionalInt.of(commandIdx), messageBody, JsonObject.EMPTY);
    }

    @Override
    public String commandType() {
        return TYPE;
    }
}
