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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timings by model, chip and driver, on disk, so that a restart does not measure again. A line each, fields divided by
 * tabs, the last one of {@code pictures:median:longest:runs} for each number of pictures a run; a line that cannot be
 * read is left out, which costs a measurement. Thread-safe.
 */
public final class TimingStore {

    private static final Logger LOG = LoggerFactory.getLogger(TimingStore.class);
    private static final int MOST = 500;
    private static final int FIELDS = 5;
    private static final String PART = ":";

    private final Path file;
    private final Map<List<String>, Timings> timings = new LinkedHashMap<>();

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

    synchronized Optional<Timings> find(String sha256, String chip, String driver) {
        return Optional.ofNullable(timings.get(List.of(sha256, chip, driver)));
    }

    synchronized void put(String sha256, String chip, String driver, Timings measured) {
        List<String> key = List.of(sha256, chip, driver);
        timings.remove(key);
        timings.put(key, measured);
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
            TreeMap<Integer, Timing> sizes = new TreeMap<>();
            for (String size : fields[4].split(" ")) {
                String[] numbers = size.split(PART);
                sizes.put(Integer.parseInt(numbers[0]), new Timing(
                        Long.parseLong(numbers[1]), Long.parseLong(numbers[2]), Integer.parseInt(numbers[3])));
            }
            timings.put(List.of(fields[0], fields[1], fields[2]), new Timings(sizes, fields[3], true));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            LOG.warn("A measurement in {} is damaged; its model is measured again", file);
        }
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        timings.forEach((key, measured) -> lines.add(String.join("\t",
                plain(key.get(0)), plain(key.get(1)), plain(key.get(2)), plain(measured.end()),
                measured.byPictures().entrySet().stream()
                        .map(size -> text(size.getKey(), size.getValue())).collect(Collectors.joining(" ")))));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException error) {
            LOG.warn("Measurements cannot be written to {}; they are made again after a restart", file, error);
        }
    }

    private static String text(int pictures, Timing timing) {
        return pictures + PART + timing.medianNanos() + PART + timing.longestNanos() + PART + timing.runs();
    }

    private static String plain(String text) {
        return text.replaceAll("[\\t\\r\\n]", " ");
    }
}
