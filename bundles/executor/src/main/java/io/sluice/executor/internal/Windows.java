package io.sluice.executor.internal;

import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.api.message.TaskDispatchInfo.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The times at which a task may run (table 20, ExecutionCond). A resident one may always. Immutable. */
final class Windows {

    private static final Windows ALWAYS = new Windows(List.of(new TimeRange(Optional.empty(), Optional.empty())));

    private final List<TimeRange> ranges;

    private Windows(List<TimeRange> ranges) {
        this.ranges = ranges;
    }

    static Windows of(TaskDispatchInfo task) {
        if (task.taskAttr() == TaskDispatchInfo.RESIDENT) {
            return ALWAYS;
        }
        List<TimeRange> ranges = task.executionCond().flatMap(TaskDispatchInfo.ExecutionCond::timeRange).orElse(List.of());
        return ranges.isEmpty() ? ALWAYS : new Windows(ranges);
    }

    boolean open(Instant now) {
        return ranges.stream().anyMatch(range -> range.startTime().map(start -> !now.isBefore(start)).orElse(true)
                && range.endTime().map(now::isBefore).orElse(true));
    }

    /** Whether none is open now or will be. */
    boolean over(Instant now) {
        return ranges.stream().allMatch(range -> range.endTime().map(end -> !now.isBefore(end)).orElse(false));
    }

    /** When the answers above may change next. */
    Optional<Instant> next(Instant now) {
        return ranges.stream().flatMap(range -> Stream.of(range.startTime(), range.endTime()))
                .flatMap(Optional::stream).filter(now::isBefore).min(Instant::compareTo);
    }

    /** The first range that ends before it begins. */
    Optional<Integer> reversed() {
        for (int index = 0; index < ranges.size(); index++) {
            TimeRange range = ranges.get(index);
            if (range.startTime().isPresent() && range.endTime().isPresent()
                    && !range.startTime().get().isBefore(range.endTime().get())) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }
}
