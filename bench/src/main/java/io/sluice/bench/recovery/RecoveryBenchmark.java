package io.sluice.bench.recovery;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How long after its cause has gone a recording is back. There is no peer: the bound is what the product promises. */
public final class RecoveryBenchmark implements Benchmark {

    private static final int RUNS = 11;
    private static final int PROMISE_MS = 2000;
    /** The clip has a key frame each second. */
    private static final int GROUP_MS = 1000;

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-recovery");
        try {
            Path clip = Clips.fullHd(folder, 10);
            List<Line> lines = new ArrayList<>();
            lines.add(line("camera", CameraAway.millis(folder.resolve("camera"), clip, RUNS)));
            Optional<SmallDisk> disk = SmallDisk.mount(folder.resolve("disk"));
            if (disk.isPresent()) {
                try (SmallDisk small = disk.get()) {
                    lines.add(line("disk", DiskFull.millis(folder.resolve("full"), clip, small, RUNS)));
                }
            } else {
                System.err.println("SKIPPED: a small disk cannot be mounted here; recovery of a full disk needs root");
            }
            return lines;
        } finally {
            delete(folder);
        }
    }

    private static Line line(String cause, List<Double> millis) {
        return new Line("recovery")
                .with("cause", cause)
                .with("runs", millis.size())
                .with("p50_ms", Statistics.percentile(millis, 50))
                .with("p95_ms", Statistics.percentile(millis, 95))
                .with("most_ms", Statistics.percentile(millis, 100))
                .with("bound_ms", PROMISE_MS + GROUP_MS);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
