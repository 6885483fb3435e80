package io.sluice.executor.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.InputInfo;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task as it is kept. Immutable.
 *
 * @param order of acceptance
 * @param sender id of the node that gave it; empty for this one
 * @param given as it was dispatched
 * @param arguments that took the place of the given ones
 * @param round how often it was started anew by order; names its results apart from those of earlier rounds
 * @param crashes how often in a row the gateway ended while it ran
 * @param progress percent; empty while nothing was told
 * @param exceptionCode where it failed
 * @param reason why it failed or waits; empty where there is nothing to say
 * @param revision rises with every change that the sender is told
 * @param begun when this round was started first
 */
record Task(
        long order,
        String sender,
        TaskDispatchInfo given,
        Optional<JsonObject> arguments,
        TaskState state,
        int round,
        int crashes,
        OptionalInt progress,
        OptionalInt exceptionCode,
        String reason,
        long revision,
        Instant created,
        Instant updated,
        Optional<Instant> begun) {

    /** Messages carry at most 512 bytes of it. */
    private static final int LONGEST_REASON = 500;

    Task {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(given, "given");
        reason = cut(reason);
    }

    static Task accepted(long order, String sender, TaskDispatchInfo given, Instant now) {
        return new Task(order, sender, given, Optional.empty(), TaskState.QUEUED, 0, 0, OptionalInt.empty(), OptionalInt.empty(), "",
                1, now, now, Optional.empty());
    }

    String id() {
        return given.taskId();
    }

    /** The larger goes first; in the middle where none is given. */
    int priority() {
        return given.priority().orElse(5);
    }

    /** With the arguments that hold now. */
    TaskDispatchInfo info() {
        if (arguments.isEmpty()) {
            return given;
        }
        InputInfo input = given.inputInfo();
        return new TaskDispatchInfo(given.taskId(), given.taskName(), given.desc(), given.taskType(), given.priority(),
                given.parentTaskId(), given.dependencies(), given.taskAttr(), given.executionCond(), given.algModelInfo(),
                new InputInfo(input.streamUrl(), arguments, input.taskFrameRate(), input.extra()), given.dstDeviceList(),
                given.extra());
    }

    Task state(TaskState next, String why, Instant now) {
        return new Task(order, sender, given, arguments, next, round, crashes, progress, OptionalInt.empty(), why, revision + 1,
                created, now, begun);
    }

    Task begun(Instant now) {
        return new Task(order, sender, given, arguments, TaskState.RUNNING, round, crashes + 1, progress, OptionalInt.empty(), "",
                revision + 1, created, now, Optional.of(begun.orElse(now)));
    }

    Task failed(int code, String why, Instant now) {
        return new Task(order, sender, given, arguments, TaskState.FAILED, round, 0, progress, OptionalInt.of(code), why,
                revision + 1, created, now, begun);
    }

    Task progress(OptionalInt percent, Instant now) {
        return new Task(order, sender, given, arguments, state, round, crashes, percent, exceptionCode, reason,
                revision + 1, created, now, begun);
    }

    /** It waits for something else than before, which is worth no message. */
    Task waiting(String why) {
        return new Task(order, sender, given, arguments, state, round, crashes, progress, exceptionCode, why, revision, created,
                updated, begun);
    }

    Task arguments(JsonObject changed, Instant now) {
        return new Task(order, sender, given, Optional.of(changed), state, round, crashes, progress, exceptionCode, reason,
                revision + 1, created, now, begun);
    }

    /** It has shown that it does not bring the gateway down. */
    Task sound() {
        return new Task(order, sender, given, arguments, state, round, 0, progress, exceptionCode, reason, revision, created, updated,
                begun);
    }

    /** From its beginning once more. */
    Task anew(Instant now) {
        return new Task(order, sender, given, arguments, TaskState.QUEUED, round + 1, 0, OptionalInt.empty(), OptionalInt.empty(), "",
                revision + 1, created, now, Optional.empty());
    }

    private static String cut(String text) {
        // Three bytes a character at most, but for the rare ones of four, which count as two characters.
        return text.length() * 3 <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON / 3);
    }
}
