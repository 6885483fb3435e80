package io.sluice.bench.overhead;

import com.sun.management.ThreadMXBean;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.ModelFiles;
import io.sluice.bench.RawRuns;
import io.sluice.bench.Statistics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run through the accelerators' interface against one of ONNX Runtime itself, on one thread. Blocks of both alternate,
 * for the machine's speed drifts; each round has sessions of its own, made in turn first and second, for where
 * their memory happens to lie is worth more than what is measured: of two equal sessions the first is up to 4 % slower.
 */
public final class OverheadBenchmark implements Benchmark {

    private static final int ROUNDS = 12;
    private static final int BLOCKS = 20;
    private static final int RUNS = 10;
    private static final int GARBAGE_RUNS = 200;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Override
    public String name() {
        return "infer-overhead";
    }

    @Override
    public List<Line> run() throws Exception {
        Path model = ModelFiles.detector();
        return List.of(time(model), LargeInput.measure());
    }

    private Line time(Path model) throws Exception {
        Rounds rounds = new Rounds();
        for (int round = 0; round < ROUNDS; round += 2) {
            try (OneModel own = OneModel.load(model); RawRuns raw = RawRuns.load(model, 1)) {
                rounds.measure(own, raw);
            }
            try (RawRuns raw = RawRuns.load(model, 1); OneModel own = OneModel.load(model)) {
                rounds.measure(own, raw);
            }
        }
        return rounds.line().with("model", ModelFiles.name(model));
    }

    /** What was measured in all of them. */
    private final class Rounds {

        private final List<Double> ours = new ArrayList<>();
        private final List<Double> peers = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();
        private final List<Double> processorRatios = new ArrayList<>();
        private long garbage;
        private long peerGarbage;

        void measure(OneModel model, RawRuns raw) {
            Blocks own = new Blocks(model.binding()::run);
            Blocks peer = new Blocks(raw::run);
            alternate(own, peer);
            ours.add(Statistics.median(own.millis));
            peers.add(Statistics.median(peer.millis));
            ratios.add(Statistics.median(own.millis) / Statistics.median(peer.millis));
            processorRatios.add(Statistics.median(own.processorMillis) / Statistics.median(peer.processorMillis));
            garbage = garbage(model.binding()::run);
            peerGarbage = garbage(raw::run);
        }

        Line line() {
            return new Line(name())
                    .with("ratio", Statistics.median(ratios))
                    .with("processor_ratio", Statistics.median(processorRatios))
                    .with("ours", Statistics.median(ours))
                    .with("peer", Statistics.median(peers))
                    .with("unit", "ms_a_run")
                    .with("garbage_bytes", garbage)
                    .with("peer_garbage_bytes", peerGarbage);
        }
    }

    /** Each first as often as the other, after some runs that do not count. */
    private static void alternate(Blocks ours, Blocks peer) {
        for (int block = 0; block < BLOCKS; block++) {
            (block % 2 == 0 ? ours : peer).measure();
            (block % 2 == 0 ? peer : ours).measure();
        }
    }

    /** Times of blocks of runs, in milliseconds a run. */
    private final class Blocks {

        private final Runnable run;
        private final List<Double> millis = new ArrayList<>();
        private final List<Double> processorMillis = new ArrayList<>();

        Blocks(Runnable run) {
            this.run = run;
            for (int index = 0; index < RUNS; index++) {
                run.run();
            }
        }

        void measure() {
            long begun = System.nanoTime();
            long processor = threads.getCurrentThreadCpuTime();
            for (int index = 0; index < RUNS; index++) {
                run.run();
            }
            processorMillis.add((threads.getCurrentThreadCpuTime() - processor) / 1e6 / RUNS);
            millis.add((System.nanoTime() - begun) / 1e6 / RUNS);
        }
    }

    private long garbage(Runnable run) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int index = 0; index < GARBAGE_RUNS; index++) {
            run.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / GARBAGE_RUNS;
    }
}
