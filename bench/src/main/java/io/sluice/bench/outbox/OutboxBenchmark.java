package io.sluice.bench.outbox;

import io.sluice.api.task.Letter;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.ProcessFigures;
import io.sluice.bench.Statistics;
import io.sluice.itest.harness.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Durable results a second from end to end, accepted here and acknowledged there, against two Artemis brokers with a bridge that do the
 * same work in the same process; then a backlog that drains, and what memory it takes.
 */
public final class OutboxBenchmark implements Benchmark {

    private static final int RUNS = 7;
    private static final int THREADS = 32;
    private static final int MESSAGES = Integer.getInteger("sluice.bench.results", 16_000);
    private static final int BACKLOG = Integer.getInteger("sluice.bench.backlog", 1_000_000);
    private static final int BATCH = 1000;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-outbox");
        byte[] body = SampleResult.write();
        Callers callers = new Callers(THREADS, MESSAGES);
        List<Double> ours = new ArrayList<>();
        List<Double> peer = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Line backlog;
        try (OutboxPair outbox = new OutboxPair(folder.resolve("ours"))) {
            try (ArtemisPair artemis = new ArtemisPair(folder.resolve("peer"))) {
                for (int run = -1; run < RUNS; run++) {
                    double mine = MESSAGES / outbox.run(callers, body);
                    double bare = MESSAGES / artemis.run(callers, body);
                    if (run >= 0) {
                        ours.add(mine);
                        peer.add(bare);
                        ratios.add(mine / bare);
                    }
                }
            }
            backlog = drain(outbox, body);
        }
        return List.of(new Line("outbox")
                .with("ratio", Statistics.median(ratios))
                .with("bound", 0.8)
                .with("results_s", Statistics.median(ours))
                .with("artemis_s", Statistics.median(peer))
                .with("callers", THREADS), backlog);
    }

    private static Line drain(OutboxPair outbox, byte[] body) throws Exception {
        outbox.shut(true);
        outbox.keep(false);
        double heapBefore = heapMiB();
        for (int put = 0; put < BACKLOG; put += BATCH) {
            List<Letter> letters = new ArrayList<>();
            for (int index = 0; index < BATCH; index++) {
                letters.add(outbox.letter(body));
            }
            outbox.put(letters);
        }
        double heapFull = heapMiB();
        double residentFull = ProcessFigures.residentMiB(ProcessHandle.current().pid());
        outbox.shut(false);
        long begin = System.nanoTime();
        Await.until("half is gone", Duration.ofMinutes(20), () -> outbox.waiting() < BACKLOG / 2);
        double heapHalf = heapMiB();
        Await.until("all is gone", Duration.ofMinutes(20), () -> outbox.waiting() == 0);
        return new Line("outbox-backlog")
                .with("letters", BACKLOG)
                .with("drained_s", BACKLOG / ((System.nanoTime() - begin) / 1e9))
                .with("heap_before_mb", heapBefore)
                .with("heap_full_mb", heapFull)
                .with("heap_half_mb", heapHalf)
                .with("heap_after_mb", heapMiB())
                .with("rss_full_mb", residentFull)
                .with("rss_after_mb", ProcessFigures.residentMiB(ProcessHandle.current().pid()));
    }

    /** What is in use once the garbage is gone. */
    private static double heapMiB() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    }
}
