package io.sluice.bench.decode;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Clips;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * 1080p H.264 to a 640x640 float tensor: processor time of the whole Java process against the whole ffmpeg program of
 * the same library, and every pixel of every picture compared by digest.
 */
public final class DecodeBenchmark implements Benchmark {

    private static final int SECONDS = 20;
    private static final int RUNS = 9;

    private final OperatingSystemMXBean process =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public List<Line> run() throws Exception {
        Path folder = Files.createTempDirectory("sluice-decode");
        Path clip = Clips.fullHd(folder, SECONDS);
        try {
            return List.of(measure(clip));
        } finally {
            Files.delete(clip);
            Files.delete(folder);
        }
    }

    private Line measure(Path clip) throws Exception {
        OurDecode ours = new OurDecode(ClipUnits.read(clip));
        CommandLineDecode peer = new CommandLineDecode(clip);
        List<String> expected = peer.digests();
        List<String> found = ours.digests();
        if (!found.equals(expected)) {
            throw new IllegalStateException("pixels differ: " + differing(found, expected) + " of " + expected.size()
                    + " pictures, " + found.size() + " came out");
        }
        List<Double> ratios = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            double other = peer.run();
            long before = process.getProcessCpuTime();
            int pictures = ours.run();
            double mine = (process.getProcessCpuTime() - before) / 1e9;
            if (pictures != expected.size()) {
                throw new IllegalStateException(pictures + " pictures came out instead of " + expected.size());
            }
            ratios.add(mine / other);
            own.add(mine);
            others.add(other);
        }
        return new Line("decode")
                .with("ratio", Statistics.median(ratios))
                .with("ours", Statistics.median(own))
                .with("peer", Statistics.median(others))
                .with("unit", "cpu_s")
                .with("pictures", expected.size())
                .with("differing", 0L);
    }

    private static long differing(List<String> found, List<String> expected) {
        long count = 0;
        for (int index = 0; index < expected.size(); index++) {
            count += index < found.size() && found.get(index).equals(expected.get(index)) ? 0 : 1;
        }
        return count;
    }
}
