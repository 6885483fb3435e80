package io.sluice.executor.internal;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.message.JsonNumber;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskDispatchInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a task may run, and how long without a sign of progress; by its own word in {@code ExecutionCond/ExtendedInfo}, or by the
 * configuration. Empty where it may for ever. Immutable.
 */
record TimeOuts(Optional<Duration> run, Optional<Duration> silence) {

    static final String MOST_RUN = "MaxRunSeconds";
    static final String MOST_SILENCE = "MaxSilentSeconds";

    static TimeOuts of(TaskDispatchInfo task, Limits limits) {
        JsonObject said = task.executionCond().flatMap(TaskDispatchInfo.ExecutionCond::extendedInfo).orElse(JsonObject.EMPTY);
        return new TimeOuts(said.get(MOST_RUN).flatMap(TimeOuts::seconds).or(limits::run),
                said.get(MOST_SILENCE).flatMap(TimeOuts::seconds).or(limits::silence));
    }

    /** @param path of the members' object, which errors begin with */
    static void check(JsonObject said, String path) {
        for (String name : new String[] {MOST_RUN, MOST_SILENCE}) {
            said.get(name).filter(value -> seconds(value).isEmpty()).ifPresent(wrong -> {
                String where = path + "/" + name;
                throw new InvalidInputException("executor.task.invalid", where,
                        where + " must be a whole number of seconds, 1 or more.", "");
            });
        }
    }

    private static Optional<Duration> seconds(JsonValue value) {
        if (value instanceof JsonNumber number) {
            double seconds = number.toDouble();
            if (seconds >= 1 && seconds <= Integer.MAX_VALUE && seconds == Math.rint(seconds)) {
                return Optional.of(Duration.ofSeconds((long) seconds));
            }
        }
        return Optional.empty();
    }
}
