package io.sluice.bench.infer;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.analytics.internal.LoadedModel;
import io.sluice.analytics.internal.PictureAnalysis;
import io.sluice.analytics.internal.decode.FrameDecoder;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.stream.AccessUnit;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import io.sluice.bench.decode.ClipUnits;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The analysis of 1080p pictures, from access unit to result, against the sum of its native parts measured alone:
 * decoder, scaler and ONNX Runtime. Processor time of the one thread that does it all.
 */
public final class InferBenchmark implements Benchmark {

    private static final int SECONDS = 5;
    private static final int RUNS = 9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Override
    public String name() {
        return "infer";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-infer");
        Path clip = Clips.fullHd(folder, SECONDS);
        List<Line> lines = new ArrayList<>();
        try (OnnxCpu accelerator = new OnnxCpu()) {
            List<AccessUnit> units = ClipUnits.read(clip);
            for (ModelDescriptor model : BenchModels.find()) {
                lines.add(measure(units, accelerator, model));
            }
        } finally {
            Files.delete(clip);
            Files.delete(folder);
        }
        return lines;
    }

    private Line measure(List<AccessUnit> units, Accelerator accelerator, ModelDescriptor model) {
        List<Double> ratios = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        try (NativeParts parts = new NativeParts(units, accelerator, model);
                LoadedModel loaded = LoadedModel.load(accelerator, model)) {
            analyse(units, loaded);
            for (int run = 0; run < RUNS; run++) {
                double other = millis(() -> {
                    parts.decode();
                    parts.scale(units.size());
                    parts.infer(units.size());
                });
                double mine = millis(() -> analyse(units, loaded));
                ratios.add(mine / other);
                together.add(mine / millis(parts::together));
                own.add(mine / units.size());
                others.add(other / units.size());
            }
        }
        return new Line("infer")
                .with("ratio", Statistics.median(ratios))
                .with("ours", Statistics.median(own))
                .with("peer", Statistics.median(others))
                .with("ratio_together", Statistics.median(together))
                .with("unit", "cpu_ms_a_picture")
                .with("model", model.id());
    }

    private static void analyse(List<AccessUnit> units, LoadedModel loaded) {
        String id = loaded.descriptor().id();
        AnalysisSpec spec = new AnalysisSpec(id, 0, Region.ALL, -1, Set.of(), List.of(), List.of());
        PictureAnalysis analysis = new PictureAnalysis(spec, 1);
        int results = 0;
        try (FrameDecoder decoder = new FrameDecoder(units.get(0).format())) {
            for (AccessUnit unit : units) {
                decoder.send(unit, true);
                results += take(decoder, loaded, analysis);
            }
            decoder.drain();
            results += take(decoder, loaded, analysis);
        }
        if (results != units.size()) {
            throw new IllegalStateException(results + " results for " + units.size() + " pictures");
        }
    }

    private static int take(FrameDecoder decoder, LoadedModel model, PictureAnalysis analysis) {
        int results = 0;
        while (decoder.next()) {
            FrameStamp stamp = new FrameStamp("bench", decoder.sequence(), decoder.mediaTime(),
                    Instant.ofEpochMilli(decoder.wallClockMicros() / 1000));
            analysis.analyse(model, decoder.frame(), stamp);
            results++;
        }
        return results;
    }

    private double millis(Runnable work) {
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - before) / 1e6;
    }
}
