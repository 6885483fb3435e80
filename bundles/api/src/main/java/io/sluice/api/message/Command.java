package io.sluice.api.message;

import java.util.OptionalInt;

/** What one node bids another do or tell; answered by a {@link Reply}. */
public sealed interface Command permits TotalResourceQuery, AvailableResourceQuery, AlgorithmQuery, TaskDispatch, TaskControl,
        TaskResult, TaskStatusQuery {

    /** The field CommandType, which tells the commands apart. */
    String commandType();

    /** Counted by the sender and repeated in the reply. */
    OptionalInt commandIdx();

    JsonObject extra();
}
