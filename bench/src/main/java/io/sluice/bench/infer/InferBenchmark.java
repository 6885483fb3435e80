package io.sluice.bench.infer;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.analytics.internal.PictureAnalysis;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.device.AnalysisSpec;
import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.stream.AccessUnit;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.decode.ClipUnits;
import io.sluice.picture.decode.FrameDecoder;
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
 * decoder, scaler and ONNX Runtime. Processor time of the one thread that does it all. Pictures come at a camera's
 * pace, to the path and to each part, for that is the load of a gateway, and the state of the caches with it. Back to
 * back, as when a file is caught up with, a part alone keeps its working set in caches that it must share in the path;
 * {@code back_to_back} is that ratio, and {@code back_to_back_together} the one against the same native calls picture
 * by picture.
 */
public final class InferBenchmark implements Benchmark {

    private static final int SECONDS = 2;
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
        Pairs paced = new Pairs();
        Pairs backToBack = new Pairs();
        Pairs together = new Pairs();
        try (NativeParts parts = new NativeParts(units, accelerator, model);
                LoadedAlgorithm loaded = LoadedAlgorithm.load(accelerator, BenchModels.algorithm(model))) {
            analyse(units, loaded, Pace.none());
            for (int run = 0; run < RUNS; run++) {
                double alone = parts(parts, units.size(), Pace.none());
                double own = millis(() -> analyse(units, loaded, Pace.none()));
                backToBack.add(own, alone);
                together.add(own, millis(parts::together));
                alone = parts(parts, units.size(), Pace.camera());
                paced.add(millis(() -> analyse(units, loaded, Pace.camera())), alone);
            }
        }
        return new Line("infer")
                .with("ratio", paced.ratio())
                .with("ours", paced.ours() / units.size())
                .with("peer", paced.peer() / units.size())
                .with("back_to_back", backToBack.ratio())
                .with("back_to_back_together", together.ratio())
                .with("unit", "cpu_ms_a_picture")
                .with("model", model.id());
    }

    private double parts(NativeParts parts, int pictures, Pace pace) {
        return millis(() -> {
            parts.decode(pace.begin());
            parts.scale(pictures, pace.begin());
            parts.infer(pictures, pace.begin());
        });
    }

    private static void analyse(List<AccessUnit> units, LoadedAlgorithm loaded, Pace pace) {
        String id = loaded.descriptor().id();
        AnalysisSpec spec = new AnalysisSpec(id, 0, Region.ALL, -1, Set.of(), List.of(), List.of(), "{}", "");
        PictureAnalysis analysis = new PictureAnalysis(spec, 1);
        int results = 0;
        pace.begin();
        try (FrameDecoder decoder = new FrameDecoder(units.get(0).format())) {
            for (AccessUnit unit : units) {
                pace.await();
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

    private static int take(FrameDecoder decoder, LoadedAlgorithm model, PictureAnalysis analysis) {
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
