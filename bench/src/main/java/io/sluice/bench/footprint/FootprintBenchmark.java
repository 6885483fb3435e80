package io.sluice.bench.footprint;

import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.ProcessFigures;
import io.sluice.bench.SourceServer;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * From the start of the process until it is healthy, with one 1080p camera that is recorded and analysed, against Apache
 * Karaf's minimal distribution until its shell; and resident memory after a minute of work. Both have run once before, so that
 * neither unpacks anything.
 */
public final class FootprintBenchmark implements Benchmark {

    private static final int RUNS = 7;
    private static final String CAMERA = "yard";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int PICTURES_AT_WORK = 30 * 60;

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-footprint");
        Path data = folder.resolve("data");
        KarafPeer karaf = new KarafPeer(folder);
        karaf.secondsToShell();
        List<Double> ours = new ArrayList<>();
        List<Double> peer = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        double resident;
        try (SourceServer source = SourceServer.loop(Clips.fullHd(folder, 10), 30)) {
            try (Gateway first = Gateway.start(data)) {
                first.put(CAMERA, source.cameraDocument(CAMERA, "solder-joints", 10));
                first.awaitHealth("analysis", CAMERA + "/solder-joints", SOON, "OK");
            }
            for (int i = 0; i < RUNS; i++) {
                long begin = System.nanoTime();
                try (Gateway gateway = Gateway.start(data)) {
                    ours.add((System.nanoTime() - begin) / 1e9);
                }
                peer.add(karaf.secondsToShell());
                ratios.add(ours.get(i) / peer.get(i));
            }
            try (Gateway gateway = Gateway.start(data)) {
                gateway.awaitHealth("analysis", CAMERA + "/solder-joints", SOON, "OK");
                Await.until("a minute of work", Duration.ofMinutes(3), () ->
                        gateway.get("/api/cameras/" + CAMERA).at("/stream/units").asLong() > PICTURES_AT_WORK);
                resident = ProcessFigures.residentMiB(ProcessFigures.java(gateway.process()));
            }
        }
        return List.of(new Line("footprint")
                .with("ratio", Statistics.median(ratios))
                .with("ours", Statistics.median(ours))
                .with("peer", Statistics.median(peer))
                .with("rss_mb", resident));
    }
}
