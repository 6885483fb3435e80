package io.sluice.bench.record;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.ProcessFigures;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * 64 streams over RTSP and TCP, 1080p at 4 Mb/s: processor time of the whole gateway against that of one ffmpeg
 * process a stream, both at work on the same cameras at the same time. Afterwards every unit in the gateway's files
 * is compared with the source.
 */
public final class RecordBenchmark implements Benchmark {

    private static final int CAMERAS = 64;
    private static final int WINDOWS = 9;
    private static final int WINDOW_SECONDS = 8;
    private static final int SETTLE_SECONDS = 15;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "record";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-record");
        Path clip = Clips.fullHd(folder, 10);
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        Gateway gateway = Gateway.prepare(distribution.home(), folder.resolve("data"), Gateway.freePort());
        try (SourceProcess source = SourceProcess.start(clip, CAMERAS)) {
            gateway.launch();
            gateway.awaitHealthy();
            for (int camera = 0; camera < CAMERAS; camera++) {
                add(gateway, id(camera), source.address(camera));
            }
            Await.until("all cameras are recorded", SOON, () -> gateway.get("/api/recordings").size() >= CAMERAS);
            return List.of(measure(gateway, source, folder, Clips.unitDigests(clip)));
        } finally {
            gateway.close();
            delete(folder);
        }
    }

    private static Line measure(Gateway gateway, SourceProcess source, Path folder, List<String> clip)
            throws Exception {
        List<Double> ratios = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        List<Double> cameras = new ArrayList<>();
        double resident;
        try (CopyPeers others = new CopyPeers(source, CAMERAS, folder.resolve("peers"))) {
            pause(SETTLE_SECONDS);
            long pid = ProcessFigures.java(gateway.process());
            for (int window = 0; window < WINDOWS; window++) {
                double own = ProcessFigures.cpuSeconds(pid);
                double other = others.cpuSeconds();
                double served = ProcessFigures.cpuSeconds(source.pid());
                pause(WINDOW_SECONDS);
                own = ProcessFigures.cpuSeconds(pid) - own;
                other = others.cpuSeconds() - other;
                ratios.add(own / other);
                ours.add(own / WINDOW_SECONDS);
                peers.add(other / WINDOW_SECONDS);
                cameras.add((ProcessFigures.cpuSeconds(source.pid()) - served) / WINDOW_SECONDS);
            }
            resident = ProcessFigures.residentMiB(pid);
        }
        gateway.close();
        long units = 0;
        long lost = 0;
        for (int camera = 0; camera < CAMERAS; camera++) {
            RecordedLoop recorded = RecordedLoop.of(clip, gateway.data().resolve("recordings").resolve(id(camera)));
            units += recorded.units();
            lost += recorded.lost();
        }
        return new Line("record")
                .with("ratio", Statistics.median(ratios))
                .with("ours", Statistics.median(ours))
                .with("peer", Statistics.median(peers))
                .with("unit", "cores")
                .with("streams", CAMERAS)
                .with("units", units)
                .with("lost", lost)
                .with("rss_mb", resident)
                .with("source", Statistics.median(cameras));
    }

    /** A gateway that has just started may answer that its part for cameras is not there yet. */
    private static void add(Gateway gateway, String id, String address) {
        String document = """
                {"id": "%s", "source": {"driver": "rtsp", "settings": {"url": "%s"}}}
                """.formatted(id, address);
        Await.until("camera " + id + " is accepted", SOON,
                () -> gateway.send("PUT", "/api/cameras/" + id, document).statusCode() / 100 == 2);
    }

    private static String id(int camera) {
        return "bench-" + camera;
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
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
