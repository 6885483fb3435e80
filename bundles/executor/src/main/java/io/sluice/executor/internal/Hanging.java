package io.sluice.executor.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.util.List;
import java.util.Map;

/** Tells which runs were given up and have not come back: what they took is missing until they do, or the gateway is restarted. */
final class Hanging {

    private static final Subject RUNS = new Subject(Subject.STORE, "executor/runs");

    private final StatusReports statuses;

    Hanging(StatusReports statuses) {
        this.statuses = statuses;
    }

    /** @param tasks whose runs hang */
    void tell(List<String> tasks) {
        if (tasks.isEmpty()) {
            statuses.gone(RUNS);
            return;
        }
        String names = String.join(", ", tasks);
        statuses.report(RUNS, Health.DEGRADED, "executor.runs.hung",
                "Runners have not returned from tasks that were given up: " + names + ".",
                "Restart the runner's bundle or the gateway.", Map.of("tasks", names));
    }
}
