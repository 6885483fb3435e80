package io.sluice.bench.gpu;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.accel.onnxcuda.internal.FirstGpu;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.ModelFiles;
import io.sluice.bench.RawRuns;
import io.sluice.bench.Statistics;
import io.sluice.bench.pool.Callers;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A detector on the machine's first GPU of NVIDIA's, for one stream and for eight, with one lane and more, against ONNX Runtime's own
 * CUDA provider with as many callers. {@code -Donnxruntime.native.path} is the folder of the fetched runtime. Without a GPU it only
 * says what is missing.
 */
public final class GpuBenchmark implements Benchmark {

    private static final int STREAMS = 8;
    private static final int ROUNDS = 7;
    private static final int[] LANES = {1, 2, 4};
    private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(1000);

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public List<Line> run() throws Exception {
        Path model = ModelFiles.detector();
        List<Line> lines = new ArrayList<>();
        for (int lanes : LANES) {
            try (FirstGpu gpu = new FirstGpu(lanes); OrtSession peer = session(model, gpu.ordinal())) {
                if (lanes == 1) {
                    lines.add(compare(gpu.accelerator(), peer, model, 1, 1));
                }
                lines.add(compare(gpu.accelerator(), peer, model, STREAMS, lanes));
            } catch (UnavailableException missing) {
                return List.of(new Line(name()).with("skipped", missing.getMessage()));
            }
        }
        return lines;
    }

    /** Rounds of both in turn. */
    private Line compare(Accelerator gpu, OrtSession peer, Path model, int streams, int lanes) throws Exception {
        List<Double> ratios = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        try (InferenceSession session = gpu.load(FileModel.onnx(model))) {
            List<Binding> bindings = new ArrayList<>();
            List<RawRuns> raw = new ArrayList<>();
            for (int stream = 0; stream < streams; stream++) {
                bindings.add(session.bind());
            }
            for (int caller = 0; caller < lanes; caller++) {
                raw.add(RawRuns.of(peer));
            }
            List<Runnable> own = bindings.stream().map(binding -> (Runnable) binding::run).toList();
            List<Runnable> other = raw.stream().map(runs -> (Runnable) runs::run).toList();
            Callers.run(own, ROUND);
            Callers.run(other, ROUND);
            for (int round = 0; round < ROUNDS; round++) {
                Callers.Outcome mine = Callers.run(own, ROUND);
                Callers.Outcome theirs = Callers.run(other, ROUND);
                ours.add(mine.runsPerSecond());
                peers.add(theirs.runsPerSecond());
                ratios.add(mine.runsPerSecond() / theirs.runsPerSecond());
                millis.addAll(mine.millis());
            }
            bindings.forEach(Binding::close);
            for (RawRuns runs : raw) {
                runs.close();
            }
        }
        return new Line(name())
                .with("ratio", Statistics.median(ratios))
                .with("ours", Statistics.median(ours))
                .with("peer", Statistics.median(peers))
                .with("unit", "runs_a_second")
                .with("p50_ms", Statistics.percentile(millis, 50))
                .with("p99_ms", Statistics.percentile(millis, 99))
                .with("streams", streams)
                .with("lanes", lanes)
                .with("chip", gpu.info().chip())
                .with("model", ModelFiles.name(model));
    }

    private static OrtSession session(Path model, int ordinal) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addCUDA(ordinal);
            return OrtEnvironment.getEnvironment().createSession(model.toString(), options);
        }
    }
}
