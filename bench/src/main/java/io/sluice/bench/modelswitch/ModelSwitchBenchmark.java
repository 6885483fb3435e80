package io.sluice.bench.modelswitch;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.ProcessFigures;
import io.sluice.bench.SourceServer;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model exchanged 100 times for one of another content under four streams that are analysed with it. Every picture of
 * the cameras must have a result: {@code unanalysed} counts those that have none. The time of a switch runs from the
 * new version's coming to rest on disk until all four streams have a result of it; the repository looks twice a second, and
 * loading is part of it. Memory is compared as {@code swap} does: the difference of the medians of the two halves.
 */
public final class ModelSwitchBenchmark implements Benchmark {

    private static final int STREAMS = 4;
    private static final int SWITCHES = 100;
    /** The compiler finds its size before, and so does what the placement keeps loaded for a while after its last use. */
    private static final int WARM_UP = 60;
    /** Pictures a second, each of which is analysed: so no reserve is asked for, whatever the machine. */
    private static final int RATE = 5;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "model-switch";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-model-switch");
        Path clip = folder.resolve("clip.h264");
        Clips.run("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=" + RATE, "-t", "10", "-pix_fmt", "yuv420p",
                "-c:v", "libopenh264", "-b:v", "1M", "-g", "5", "-f", "h264", clip.toString());
        Gateway gateway = Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve("data"), Gateway.freePort());
        SwitchedModel model = new SwitchedModel(gateway.data().resolve("models"));
        model.write(0);
        try (SourceServer source = SourceServer.loop(clip, RATE)) {
            gateway.launch();
            gateway.awaitHealthy();
            gateway.awaitHealth("model", SwitchedModel.ID, SOON, "OK");
            for (int stream = 0; stream < STREAMS; stream++) {
                gateway.put("stream-" + stream, source.cameraDocument("stream-" + stream, SwitchedModel.ID, 0));
            }
            return List.of(measure(gateway, model));
        } finally {
            gateway.close();
            delete(folder);
        }
    }

    private static Line measure(Gateway gateway, SwitchedModel model) throws Exception {
        List<Double> millis = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        long pid = ProcessFigures.java(gateway.process());
        try (VersionFollower results = new VersionFollower(gateway, RATE)) {
            results.awaitVersion("0", STREAMS);
            for (int version = 1; version <= WARM_UP + SWITCHES; version++) {
                if (version == WARM_UP + 1) {
                    results.restart();
                }
                long begin = System.nanoTime();
                model.write(version);
                results.awaitVersion(Integer.toString(version), STREAMS);
                if (version > WARM_UP) {
                    millis.add((System.nanoTime() - begin) / 1e6);
                    resident.add(ProcessFigures.residentMiB(pid));
                }
            }
            int half = resident.size() / 2;
            double growth = Statistics.median(resident.subList(half, resident.size()))
                    - Statistics.median(resident.subList(0, half));
            return new Line("model-switch")
                    .with("switches", SWITCHES)
                    .with("streams", STREAMS)
                    .with("analysed", results.analysed())
                    .with("unanalysed", results.unanalysed())
                    .with("p50_ms", Statistics.percentile(millis, 50))
                    .with("p95_ms", Statistics.percentile(millis, 95))
                    .with("rss_mb", Statistics.median(resident))
                    .with("growth_mb", growth);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
