package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Measures a freshly loaded model on inputs of zeros: networks take the same time whatever they see, but for the few that
 * sort their own boxes. About a second at most, unless a few runs take longer.
 */
final class Stopwatch {

    private static final int WARM_UP = 5;
    private static final int MOST_RUNS = 60;
    private static final int LEAST_RUNS = 3;
    private static final long BUDGET_NANOS = 1_000_000_000L;

    private Stopwatch() {}

    /** @param nanos a clock as {@link System#nanoTime()} */
    static Timing measure(InferenceSession session, LongSupplier nanos) {
        try (Binding binding = session.bind()) {
            long begun = nanos.getAsLong();
            for (int run = 0; run < WARM_UP && (run == 0 || nanos.getAsLong() - begun < BUDGET_NANOS / 2); run++) {
                binding.run();
            }
            long[] took = new long[MOST_RUNS];
            int runs = 0;
            long before = nanos.getAsLong();
            while (runs < MOST_RUNS && (runs < LEAST_RUNS || before - begun < BUDGET_NANOS)) {
                binding.run();
                long after = nanos.getAsLong();
                took[runs++] = Math.max(1, after - before);
                before = after;
            }
            Arrays.sort(took, 0, runs);
            return new Timing(took[runs / 2], took[runs - 1], runs);
        }
    }
}
