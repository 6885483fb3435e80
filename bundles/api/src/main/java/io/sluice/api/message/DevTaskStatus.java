package io.sluice.api.message;

import java.util.List;
import java.util.Optional;

/** How the tasks of a node are (table 30); alone or several the body of {@code PATCH /System/TaskStatus/} (table 32) too. */
public record DevTaskStatus(String deviceId, Optional<List<TaskStatus>> taskStatusList, JsonObject extra) {

    public DevTaskStatus {
        taskStatusList = taskStatusList.map(List::copyOf);
        Given.all(deviceId, extra);
    }

    public DevTaskStatus(String deviceId, List<TaskStatus> tasks) {
        this(deviceId, Optional.of(tasks), JsonObject.EMPTY);
    }
}
