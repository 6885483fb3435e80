package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Measures a freshly loaded model on inputs of zeros: networks take the same time whatever they see, but for the few that
 * sort their own boxes. About a second at most, unless a few runs take longer.
 *
 * <p>Runs are measured in rounds, and the round with the lowest maximum counts: what makes one round slower than another is
 * the rest of the machine, and its time must not be charged to the model. A tail of the model's own is in every round.
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
    private final LongSupplier nanos;
    private final long begun;

    private Stopwatch(Binding binding, LongSupplier nanos) {
        this.binding = binding;
        this.nanos = nanos;
        begun = nanos.getAsLong();
    }

    /** @param nanos a clock as {@link System#nanoTime()} */
    static Timing measure(InferenceSession session, LongSupplier nanos) {
        try (Binding binding = session.bind()) {
            Stopwatch watch = new Stopwatch(binding, nanos);
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
        int runs = 0;
        long before = nanos.getAsLong();
        while (runs < RUNS && (runs < LEAST_RUNS || before - begun < BUDGET_NANOS)) {
            binding.run();
            long after = nanos.getAsLong();
            took[runs++] = Math.max(1, after - before);
            before = after;
        }
        Arrays.sort(took, 0, runs);
        return new Timing(took[runs / 2], took[runs - 1], runs);
    }

    private long elapsed() {
        return nanos.getAsLong() - begun;
    }
}
