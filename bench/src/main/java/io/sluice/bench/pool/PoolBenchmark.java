package io.sluice.bench.pool;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.ModelFiles;
import io.sluice.bench.Statistics;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Eight streams that all want to run one detector as often as they can, through the accelerators' interface, against the
 * setting of ONNX Runtime that does most runs a second for as many streams here. Which one that is, is found first, in the same
 * process. Both run on tensors of each stream, filled once, and take turns in going first.
 */
public final class PoolBenchmark implements Benchmark {

    private static final int STREAMS = 8;
    private static final int ROUNDS = 16;
    private static final int SEARCHES = 3;
    private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long SEARCH = TimeUnit.MILLISECONDS.toNanos(500);

    @Override
    public String name() {
        return "pool";
    }

    @Override
    public List<Line> run() throws Exception {
        Path model = ModelFiles.detector();
        HandTuned best = best(model);
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        List<Double> peerMillis = new ArrayList<>();
        List<Double> cpuRatios = new ArrayList<>();
        try (OnnxCpu cpu = new OnnxCpu();
                InferenceSession session = cpu.load(FileModel.onnx(model));
                HandTuned.Loaded peer = best.load(model, STREAMS)) {
            List<Binding> bindings = bindings(session);
            List<Runnable> runs = bindings.stream().map(binding -> (Runnable) binding::run).toList();
            Callers.run(runs, SEARCH);
            for (int round = 0; round < ROUNDS; round++) {
                boolean first = round % 2 == 0;
                Callers.Outcome before = first ? Callers.run(runs, ROUND) : peer.run(ROUND);
                Callers.Outcome after = first ? peer.run(ROUND) : Callers.run(runs, ROUND);
                Callers.Outcome own = first ? before : after;
                Callers.Outcome other = first ? after : before;
                cpuRatios.add(own.cpuMillis() / other.cpuMillis());
                ours.add(own.runsPerSecond());
                peers.add(other.runsPerSecond());
                ratios.add(own.runsPerSecond() / other.runsPerSecond());
                millis.addAll(own.millis());
                peerMillis.addAll(other.millis());
            }
            bindings.forEach(Binding::close);
        }
        return List.of(new Line(name())
                .with("ratio", Statistics.median(ratios))
                .with("ours", Statistics.median(ours))
                .with("peer", Statistics.median(peers))
                .with("unit", "runs_a_second")
                .with("p50_ms", Statistics.percentile(millis, 50))
                .with("p95_ms", Statistics.percentile(millis, 95))
                .with("p99_ms", Statistics.percentile(millis, 99))
                .with("cpu_ratio", Statistics.median(cpuRatios))
                .with("best", best.text())
                .with("best_p99_ms", Statistics.percentile(peerMillis, 99))
                .with("streams", STREAMS)
                .with("model", ModelFiles.name(model)));
    }

    private static List<Binding> bindings(InferenceSession session) {
        List<Binding> bindings = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            bindings.add(session.bind());
        }
        return bindings;
    }

    private static HandTuned best(Path model) throws Exception {
        record Found(HandTuned setting, double runsPerSecond) {}
        List<Found> found = new ArrayList<>();
        for (HandTuned setting : HandTuned.all()) {
            List<Double> rates = new ArrayList<>();
            try (HandTuned.Loaded loaded = setting.load(model, STREAMS)) {
                for (int search = 0; search < SEARCHES; search++) {
                    rates.add(loaded.run(SEARCH).runsPerSecond());
                }
            }
            found.add(new Found(setting, Statistics.median(rates)));
        }
        return found.stream().max(Comparator.comparingDouble(Found::runsPerSecond)).orElseThrow().setting();
    }
}
