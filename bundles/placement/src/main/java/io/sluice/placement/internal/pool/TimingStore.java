package io.sluice.placement.internal.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timings by model, chip and driver, on disk, so that a restart does not measure again. A line each, fields divided by
 * tabs; a line that cannot be read is left out, which costs a measurement. Thread-safe.
 */
public final class TimingStore {

    private static final Logger LOG = LoggerFactory.getLogger(TimingStore.class);
    private static final int MOST = 500;
    private static final int FIELDS = 6;

    private final Path file;
    private final Map<List<String>, Timing> timings = new LinkedHashMap<>();

    public TimingStore(Path file) {
        this.file = file;
        if (!Files.exists(file)) {
            return;
        }
        try {
            Files.readAllLines(file).forEach(this::read);
        } catch (IOException error) {
            LOG.warn("The measurements in {} cannot be read; models are measured again", file, error);
        }
    }

    synchronized Optional<Timing> find(String sha256, String chip, String driver) {
        return Optional.ofNullable(timings.get(List.of(sha256, chip, driver)));
    }

    synchronized void put(String sha256, String chip, String driver, Timing timing) {
        List<String> key = List.of(sha256, chip, driver);
        timings.remove(key);
        timings.put(key, timing);
        while (timings.size() > MOST) {
            timings.remove(timings.keySet().iterator().next());
        }
        write();
    }

    private void read(String line) {
        String[] fields = line.split("\t");
        if (fields.length != FIELDS) {
            return;
        }
        try {
            timings.put(List.of(fields[0], fields[1], fields[2]), new Timing(
                    Long.parseLong(fields[3]), Long.parseLong(fields[4]), Integer.parseInt(fields[5])));
        } catch (IllegalArgumentException damaged) {
            LOG.warn("A measurement in {} is damaged; its model is measured again", file);
        }
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        timings.forEach((key, timing) -> lines.add(String.join("\t",
                plain(key.get(0)), plain(key.get(1)), plain(key.get(2)),
                Long.toString(timing.medianNanos()), Long.toString(timing.longestNanos()),
                Integer.toString(timing.runs()))));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException error) {
            LOG.warn("Measurements cannot be written to {}; they are made again after a restart", file, error);
        }
    }

    private static String plain(String text) {
        return text.replaceAll("[\\t\\r\\n]", " ");
    }
}
