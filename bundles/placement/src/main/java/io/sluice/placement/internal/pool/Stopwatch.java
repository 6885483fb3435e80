package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import java.util.Arrays;

/**
 * Measures a freshly loaded model on inputs of zeros: networks take the same time whatever they see, but for the few that
 * sort their own boxes. About a second at most, unless a few runs take longer.
 *
 * <p>Runs are measured in rounds, and the round with the lowest maximum counts: what makes one round slower than another is
 * the rest of the machine, and its time must not be charged to the model. A tail of the model's own is in every round. For the
 * same reason a model that runs on the calling thread, as on the processor, is measured by that thread's processor time.
 */
final class Stopwatch {

    private static final int WARM_UP = 5;
    private static final int RUNS = 30;
    private static final int LEAST_RUNS = 3;
    private static final int MOST_ROUNDS = 10;
    private static final long BUDGET_NANOS = 1_000_000_000L;
    /** A round whose longest run is no longer than so many times its median was not disturbed. */
    private static final double QUIET = 1.5;

    private final Binding binding;
    private final Clocks clocks;
    private final boolean onProcessor;
    private final long begun;

    private Stopwatch(Binding binding, Clocks clocks, boolean onProcessor) {
        this.binding = binding;
        this.clocks = clocks;
        this.onProcessor = onProcessor;
        begun = clocks.now();
    }

    /**
     * @param pictures in a run
     * @param onProcessor whether the device is the processor; another one may keep the calling thread busy with waiting
     */
    static Timing measure(InferenceSession session, int pictures, Clocks clocks, boolean onProcessor) {
        try (Binding binding = session.bind(pictures)) {
            Stopwatch watch = new Stopwatch(binding, clocks, onProcessor);
            watch.warmUp();
            Timing best = watch.round();
            for (int round = 1; round < MOST_ROUNDS && watch.worthAnother(best); round++) {
                Timing next = watch.round();
                if (next.runs() == RUNS && next.longestNanos() < best.longestNanos()) {
                    best = next;
                }
            }
            return best;
        }
    }

    private void warmUp() {
        for (int run = 0; run < WARM_UP && (run == 0 || elapsed() < BUDGET_NANOS / 2); run++) {
            binding.run();
        }
    }

    private boolean worthAnother(Timing best) {
        return elapsed() < BUDGET_NANOS && best.longestNanos() > QUIET * best.medianNanos();
    }

    private Timing round() {
        long[] took = new long[RUNS];
        long[] worked = new long[RUNS];
        int runs = 0;
        while (runs < RUNS && (runs < LEAST_RUNS || elapsed() < BUDGET_NANOS)) {
            long before = clocks.now();
            long workedBefore = onProcessor ? clocks.cpuNanos().getAsLong() : 0;
            binding.run();
            worked[runs] = onProcessor ? clocks.cpuNanos().getAsLong() - workedBefore : 0;
            took[runs++] = Math.max(1, clocks.now() - before);
        }
        Arrays.sort(took, 0, runs);
        Arrays.sort(worked, 0, runs);
        // A driver that computes on threads or in a process of its own leaves the calling one with next to nothing.
        boolean ownThread = worked[runs / 2] > took[0] / 2;
        long[] counted = ownThread ? worked : took;
        return new Timing(counted[runs / 2], counted[runs - 1], runs);
    }

    private long elapsed() {
        return clocks.now() - begun;
    }
}
