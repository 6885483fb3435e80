package io.sluice.accel.onnxcpu.internal;

import io.sluice.api.accel.Precision;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what was measured in a file, for as long as it is about the same machine and runtime. */
final class MeasuredOnce {

    private static final Logger LOG = LoggerFactory.getLogger(MeasuredOnce.class);
    private static final String MACHINE = "machine";

    private final Path file;

    MeasuredOnce(Path file) {
        this.file = file;
    }

    /**
     * @param machine what it is measured on; another one is measured anew
     * @param measure done when the file has nothing of this machine
     */
    Map<Precision, Double> get(String machine, Supplier<Map<Precision, Double>> measure) {
        Properties kept = read();
        if (machine.equals(kept.getProperty(MACHINE))) {
            try {
                return operations(kept);
            } catch (NumberFormatException damaged) {
                LOG.warn("{} is damaged and made anew", file);
            }
        }
        Map<Precision, Double> measured = measure.get();
        if (!measured.isEmpty()) {
            write(machine, measured);
        }
        return measured;
    }

    private static Map<Precision, Double> operations(Properties kept) {
        Map<Precision, Double> operations = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            String value = kept.getProperty(precision.text());
            if (value != null) {
                operations.put(precision, Double.valueOf(value));
            }
        }
        return operations;
    }

    private Properties read() {
        Properties kept = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            kept.load(in);
        } catch (IOException | IllegalArgumentException none) {
            kept.clear();
        }
        return kept;
    }

    /** Losing it costs another measurement only, so it is not forced to the disk. */
    private void write(String machine, Map<Precision, Double> measured) {
        Properties kept = new Properties();
        kept.setProperty(MACHINE, machine);
        measured.forEach((precision, value) -> kept.setProperty(precision.text(), value.toString()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (Writer out = Files.newBufferedWriter(fresh)) {
                kept.store(out, "Operations a second in units of 10^12");
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException error) {
            LOG.warn("{} cannot be written, so it is measured again at the next start", file, error);
        }
    }
}
