package io.sluice.bench.recovery;

import io.sluice.bench.SourceServer;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk that is full and emptied: how long from there being room until the recorder has written and says so. */
final class DiskFull {

    private static final int LEAST_FREE = 1024 * 1024;
    private static final int FULL_MS = 3000;
    private static final int STEP_MS = 370;
    private static final int LOOK_MS = 100;

    private DiskFull() {}

    static List<Double> millis(Path folder, Path clip, SmallDisk disk, int runs) throws Exception {
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("etc"));
        Files.writeString(data.resolve("etc/io.sluice.recorder.config"),
                "directory=\"" + disk.root() + "\"\nmin.free.bytes=L\"" + LEAST_FREE + "\"\n");
        Gateway gateway = Gateway.prepare(distribution.home(), data, Gateway.freePort());
        try (SourceServer camera = SourceServer.loop(clip, Recording.FRAMES_PER_SECOND)) {
            Recording recording = Recording.begin(gateway, camera);
            List<Double> millis = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                // Retention makes room out of recordings until there are none left.
                while (!recording.health().equals("FAILED")) {
                    disk.fill(LEAST_FREE / 4);
                    Recording.pause(LOOK_MS);
                }
                Recording.pause(FULL_MS + run * STEP_MS);
                long begin = System.nanoTime();
                disk.free();
                // It tells of the pictures missed meanwhile for a while yet, but of a failure only until it has written.
                Await.until("the recording is back", Recording.SOON, () -> !recording.health().equals("FAILED"));
                millis.add((System.nanoTime() - begin) / 1e6);
            }
            return millis;
        } finally {
            gateway.close();
        }
    }
}
