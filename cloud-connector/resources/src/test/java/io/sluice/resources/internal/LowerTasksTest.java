package io.sluice.resources.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import io.sluice.api.message.DevTaskStatus;
import io.sluice.api.message.ExecutionStatus;
import io.sluice.api.message.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** States of tasks that nodes below report. */
class LowerTasksTest {

    private static final String ONE = "31010000001320000001";
    private static final String OTHER = "31010000001320000002";

    private final LowerTasks tasks = new LowerTasks();

    private static TaskStatus task(String id, ExecutionStatus status) {
        return new TaskStatus(id, Optional.empty(), Optional.empty(), OptionalInt.empty(), status, OptionalInt.empty(),
                Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    private void report(String device, TaskStatus... states) {
        tasks.take(device, List.of(new DevTaskStatus(device, List.of(states))));
    }

    @Test
    void theLatestStateOfEachTaskIsKeptByNode() {
        report(ONE, task("a", ExecutionStatus.QUEUED), task("b", ExecutionStatus.QUEUED));
        report(ONE, task("a", ExecutionStatus.RUNNING));
        report(OTHER, task("a", ExecutionStatus.FAILED));
        assertEquals(List.of("b QUEUED", "a RUNNING"), told(ONE));
        assertEquals(List.of("a FAILED"), told(OTHER));
    }

    @Test
    void nobodyReportsForAnother() {
        assertThrows(RejectedException.class, () -> tasks.take(ONE, List.of(
                new DevTaskStatus(ONE, List.of(task("a", ExecutionStatus.RUNNING))),
                new DevTaskStatus(OTHER, List.of(task("b", ExecutionStatus.RUNNING))))));
        assertTrue(tasks.all().isEmpty());
    }

    @Test
    void noNodeFillsTheMemory() {
        IntStream.range(0, 1500).forEach(number -> report(ONE, task("t" + number, ExecutionStatus.RUNNING)));
        assertEquals(1000, told(ONE).size());
        assertEquals("t1499 RUNNING", told(ONE).get(999));
    }

    private List<String> told(String device) {
        return tasks.all().get(device).stream().map(task -> task.taskId() + " " + task.executionStatus()).toList();
    }
}
