package io.sluice.bench.swap;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.ProcessFigures;
import io.sluice.bench.SourceServer;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The analytics bundle updated 800 times under a live recording. The peer is the source itself: every recorded access unit
 * is compared with it by digest. The time of a swap runs from the order to update until the first result of a picture that
 * had not been analysed before. Resident memory is sampled during the last 400: it rises and falls by some megabytes with the
 * garbage collector and the compiler, so that its growth is the difference of the medians of their two halves.
 */
public final class SwapBenchmark implements Benchmark {

    private static final int SWAPS = 800;
    /** Until here the compiled code finds its size; memory is measured from here on. */
    private static final int WARM_UP = 400;
    private static final int SAMPLE_EVERY = 5;
    private static final String CAMERA = "swap";
    private static final String ANALYTICS = "io.sluice.analytics";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "swap";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-swap");
        Path clip = Clips.fullHd(folder, 10);
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        String control = Updates.addTo(distribution);
        Gateway gateway = Gateway.prepare(distribution.home(), folder.resolve("data"), Gateway.freePort(), "--feature", control);
        try (SourceServer source = SourceServer.loop(clip, 30)) {
            gateway.launch();
            gateway.awaitHealthy();
            gateway.put(CAMERA, source.cameraDocument(CAMERA, "solder-joints", 10));
            gateway.awaitHealth("recorder", CAMERA, SOON, "OK");
            gateway.awaitHealth("analysis", CAMERA + "/solder-joints", SOON, "OK");
            return List.of(measure(distribution, gateway, clip));
        } finally {
            gateway.close();
            delete(folder);
        }
    }

    private static Line measure(Distribution distribution, Gateway gateway, Path clip) throws Exception {
        List<Double> millis = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        long pid = ProcessFigures.java(gateway.process());
        try (Updates updates = Updates.of(distribution, gateway); ResultFollower results = new ResultFollower(gateway, CAMERA)) {
            results.awaitNewer(0);
            for (int i = 0; i < SWAPS; i++) {
                if (i >= WARM_UP && i % SAMPLE_EVERY == 0) {
                    resident.add(ProcessFigures.residentMiB(pid));
                }
                long analysed = results.newest();
                long begin = System.nanoTime();
                updates.update(ANALYTICS);
                results.awaitNewer(Math.max(analysed, results.newest()));
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        boolean gap = gateway.get("/api/recordings/" + CAMERA).path("spans").size() != 1;
        gateway.close();
        Comparison comparison = Comparison.of(Clips.unitDigests(clip), recorded(gateway.data().resolve("recordings")));
        return new Line("swap")
                .with("swaps", SWAPS)
                .with("ratio", comparison.same() / (double) comparison.units())
                .with("units", comparison.units())
                .with("lost", comparison.lost() + (gap ? 1 : 0))
                .with("changed", comparison.changed())
                .with("p50_ms", Statistics.percentile(millis, 50))
                .with("p95_ms", Statistics.percentile(millis, 95))
                .with("p99_ms", Statistics.percentile(millis, 99))
                .with("rss_mb", Statistics.median(resident))
                .with("rss_least_mb", Statistics.percentile(resident, 0))
                .with("rss_most_mb", Statistics.percentile(resident, 100))
                .with("growth_mb", growth(resident));
    }

    private static double growth(List<Double> samples) {
        int half = samples.size() / 2;
        return Statistics.median(samples.subList(half, samples.size())) - Statistics.median(samples.subList(0, half));
    }

    private static List<String> recorded(Path folder) throws IOException, InterruptedException {
        List<String> digests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path segment : files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList()) {
                digests.addAll(Clips.digests(segment));
            }
        }
        return digests;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
