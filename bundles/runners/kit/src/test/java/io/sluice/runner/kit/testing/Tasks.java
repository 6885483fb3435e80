package io.sluice.runner.kit.testing;

import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.AlgModelInfo;
import io.sluice.api.message.TaskDispatchInfo.Dependency;
import io.sluice.api.message.TaskDispatchInfo.Destination;
import io.sluice.api.message.TaskDispatchInfo.InputInfo;
import io.sluice.api.message.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tasks as a scheduler gives them. */
public final class Tasks {

    private Tasks() {}

    /** A resident task {@code task} whose results go to an address; depends on the tasks named. */
    public static TaskDispatchInfo of(int type, String source, JsonObject arguments, OptionalInt rate, String... after) {
        Optional<List<Dependency>> dependencies = Optional.of(List.of(after)).filter(names -> !names.isEmpty())
                .map(names -> names.stream().map(name -> new Dependency(name, Optional.empty(), Optional.empty())).toList());
        return new TaskDispatchInfo("task", Optional.of("Look"), Optional.empty(), OptionalInt.of(type), OptionalInt.empty(),
                Optional.empty(), dependencies, TaskDispatchInfo.RESIDENT, Optional.empty(),
                new AlgModelInfo(0, Optional.empty(), "1", Optional.empty(), Optional.empty()),
                new InputInfo(Optional.of(source), Optional.of(arguments), rate),
                List.of(new Destination(Optional.empty(), Optional.of("http://127.0.0.1:9/"))));
    }
}
