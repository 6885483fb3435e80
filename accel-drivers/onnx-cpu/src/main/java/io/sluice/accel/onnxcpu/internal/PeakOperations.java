package io.sluice.accel.onnxcpu.internal;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelData;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how many operations a second the processor does by multiplying matrices on all lanes at once, through the same
 * runtime and kernels as models run by. Takes about half a second.
 */
final class PeakOperations {

    private static final Logger LOG = LoggerFactory.getLogger(PeakOperations.class);
    private static final int ROUNDS = 3;
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final double TERA = 1e12;

    private final OnnxCpu cpu;

    private PeakOperations(OnnxCpu cpu) {
        this.cpu = cpu;
    }

    /**
     * @param int8 whether to measure these as well
     * @return in units of 10^12 a second; without those that could not be measured
     */
    static Map<Precision, Double> measure(OnnxCpu cpu, boolean int8) {
        PeakOperations peak = new PeakOperations(cpu);
        Map<Precision, Double> measured = new EnumMap<>(Precision.class);
        peak.measure(Precision.FLOAT32, GemmModel.float32(), measured);
        if (int8) {
            peak.measure(Precision.INT8, GemmModel.int8(), measured);
        }
        return measured;
    }

    private void measure(Precision precision, ModelData model, Map<Precision, Double> measured) {
        int lanes = cpu.info().lanes();
        ExecutorService threads = Executors.newFixedThreadPool(lanes);
        try (InferenceSession session = cpu.load(model)) {
            double best = 0;
            for (int round = 0; round < ROUNDS; round++) {
                best = Math.max(best, runsPerSecond(threads, session, lanes));
            }
            measured.put(precision, best * GemmModel.operations() / TERA);
        } catch (SluiceException | ExecutionException failed) {
            LOG.warn("Operations in {} cannot be measured", precision.text(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }

    /** The best of several rounds is the processor's own; the others are shared with what starts at the same time. */
    private static double runsPerSecond(ExecutorService threads, InferenceSession session, int lanes)
            throws InterruptedException, ExecutionException {
        List<Future<Double>> rates = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            rates.add(threads.submit((Callable<Double>) () -> rate(session)));
        }
        double sum = 0;
        for (Future<Double> rate : rates) {
            sum += rate.get();
        }
        return sum;
    }

    private static double rate(InferenceSession session) {
        try (Binding binding = session.bind()) {
            binding.run();
            long begun = System.nanoTime();
            long passed;
            int runs = 0;
            do {
                binding.run();
                runs++;
                passed = System.nanoTime() - begun;
            } while (passed < ROUND_NANOS);
            return runs * 1e9 / passed;
        }
    }
}
