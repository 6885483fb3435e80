package io.sluice.bench.pool;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that each run a model again and again for a time. */
public final class Callers {

    /**
     * What they did together.
     *
     * @param runsPerSecond of all of them
     * @param millis of each run, waiting included
     * @param cpuMillis of this process for each run; unlike the rest it says little of what else the machine does
     */
    public record Outcome(double runsPerSecond, List<Double> millis, double cpuMillis) {}

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Callers() {}

    /** @param runs one for each thread */
    public static Outcome run(List<Runnable> runs, long nanos) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(runs.size());
        try {
            long cpuBefore = PROCESS.getProcessCpuTime();
            long begun = System.nanoTime();
            List<Future<List<Double>>> ends = new ArrayList<>();
            for (Runnable run : runs) {
                ends.add(threads.submit(() -> untilDeadline(run, begun + nanos)));
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> end : ends) {
                all.addAll(end.get());
            }
            double runsPerSecond = all.size() * 1e9 / (System.nanoTime() - begun);
            return new Outcome(runsPerSecond, all, (PROCESS.getProcessCpuTime() - cpuBefore) / 1e6 / all.size());
        } finally {
            threads.shutdown();
        }
    }

    private static List<Double> untilDeadline(Runnable run, long deadline) {
        List<Double> millis = new ArrayList<>();
        long before = System.nanoTime();
        while (before < deadline) {
            run.run();
            long after = System.nanoTime();
            millis.add((after - before) / 1e6);
            before = after;
        }
        return millis;
    }
}
