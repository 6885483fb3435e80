package io.sluice.executor.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.OpsControl;
import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.message.TaskDispatchInfo.Dependency;
import io.sluice.api.message.TaskDispatchInfo.Destination;
import io.sluice.api.message.TaskDispatchInfo.ExecutionCond;
import io.sluice.api.message.TaskDispatchInfo.InputInfo;
import io.sluice.api.message.TaskDispatchInfo.TimeRange;
import io.sluice.api.message.TaskResultBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Tasks as a scheduler gives them. */
final class Tasks {

    static final String OWN = "11000000001190000001";
    static final String UPPER = "11000000001190000002";
    static final String OTHER = "11000000001190000003";

    private Tasks() {}

    static TaskDispatchInfo task(String id) {
        return task(id, OptionalInt.empty(), List.of(), List.of());
    }

    static TaskDispatchInfo urgent(String id, int priority) {
        return task(id, OptionalInt.of(priority), List.of(), List.of());
    }

    static TaskDispatchInfo after(String id, Dependency... dependencies) {
        return task(id, OptionalInt.empty(), List.of(dependencies), List.of());
    }

    static TaskDispatchInfo during(String id, TimeRange... ranges) {
        return task(id, OptionalInt.empty(), List.of(), List.of(ranges));
    }

    static TimeRange range(Instant from, Instant to) {
        return new TimeRange(Optional.ofNullable(from), Optional.ofNullable(to));
    }

    static Dependency on(String id) {
        return new Dependency(id, Optional.empty(), Optional.empty());
    }

    static Dependency onRemote(String id) {
        return new Dependency(id, Optional.of(OTHER), Optional.empty());
    }

    static Dependency dataOf(String id) {
        return new Dependency(id, Optional.empty(), Optional.of(JsonObject.builder().put("Kind", "data").build()));
    }

    /** A resident task with members in ExecutionCond/ExtendedInfo. */
    static TaskDispatchInfo on(String id, JsonObject conditions) {
        TaskDispatchInfo plain = task(id);
        return new TaskDispatchInfo(id, plain.taskName(), plain.desc(), plain.taskType(), plain.priority(), plain.parentTaskId(),
                plain.dependencies(), plain.taskAttr(), Optional.of(new ExecutionCond(Optional.empty(), Optional.of(conditions))),
                plain.algModelInfo(), plain.inputInfo(), plain.dstDeviceList());
    }

    private static TaskDispatchInfo task(
            String id, OptionalInt priority, List<Dependency> dependencies, List<TimeRange> ranges) {
        return new TaskDispatchInfo(id, Optional.of("Test"), Optional.empty(), OptionalInt.of(8), priority, Optional.of("parent"),
                dependencies.isEmpty() ? Optional.empty() : Optional.of(dependencies),
                ranges.isEmpty() ? TaskDispatchInfo.RESIDENT : TaskDispatchInfo.TIMED,
                ranges.isEmpty() ? Optional.empty() : Optional.of(new ExecutionCond(Optional.of(ranges), Optional.empty())),
                new AlgModelInfo(7, Optional.empty(), "1.0", Optional.empty(), Optional.empty()),
                new InputInfo(Optional.of("rtsp://192.0.2.7/1"), Optional.empty(), OptionalInt.of(5)),
                List.of(new Destination(Optional.of(UPPER), Optional.empty()), new Destination(Optional.of(OTHER), Optional.empty())));
    }

    static OpsControl order(String id, OpsControl.Operation operation) {
        return new OpsControl(Optional.empty(), id, operation, Optional.empty());
    }

    static OpsControl change(String id, JsonObject arguments) {
        return new OpsControl(Optional.empty(), id, OpsControl.Operation.CHANGE_ARGUMENTS, Optional.of(arguments));
    }

    static TaskResultBody.Data nothing() {
        return new TaskResultBody.Data(Optional.empty(), Optional.empty(), Optional.of(List.of()));
    }

    static TaskResultBody result(String task, long ts) {
        return result(task, ts, JsonObject.EMPTY);
    }

    static TaskResultBody result(String task, long ts, String key) {
        return result(task, ts, JsonObject.builder().put("Key", key).build());
    }

    private static TaskResultBody result(String task, long ts, JsonObject extra) {
        return new TaskResultBody(task, Optional.of("parent"), OTHER, List.of(new TaskResultBody.Destination(OWN)), 7, "1.0",
                Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), ts, Optional.empty(), nothing(), extra);
    }
}
