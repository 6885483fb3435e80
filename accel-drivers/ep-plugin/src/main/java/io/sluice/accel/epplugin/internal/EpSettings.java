package io.sluice.accel.epplugin.internal;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.UnavailableException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration that was checked.
 *
 * @param name of its devices
 * @param library path of it
 * @param provider which execution provider; empty for all
 * @param options of the execution provider
 * @param kind of chip; empty for what ONNX Runtime says
 * @param chip for people; empty for what the provider tells
 * @param location of the device; empty for what the provider tells
 * @param operations in units of 10^12 a second
 * @param memoryBytes of the chip; 0 where not known
 * @param lanes runs at once
 * @param formats of models
 * @param partial whether models may run on the processor in part
 * @param runLimit how long a run may last
 */
record EpSettings(
        String name,
        Path library,
        String provider,
        Map<String, String> options,
        Optional<AcceleratorInfo.Kind> kind,
        String chip,
        String location,
        Map<Precision, Double> operations,
        long memoryBytes,
        int lanes,
        Set<String> formats,
        boolean partial,
        Duration runLimit) {

    /** @throws UnavailableException naming the first value that cannot be */
    static EpSettings of(EpPluginConfig config) {
        String name = text(config.name());
        if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw wrong("name '" + name + "'", "small letters, digits and hyphens, at most 32");
        }
        Set<String> formats = Set.copyOf(Set.of(config.formats()));
        if (formats.isEmpty()) {
            throw wrong("no formats", "at least one, such as onnx");
        }
        return new EpSettings(name, path(text(config.library())), text(config.provider()),
                pairs("options", config.options()), kind(text(config.kind())), text(config.chip()),
                text(config.location()), operations(config.operations()), Math.max(0L, config.memory_mb()) << 20,
                Math.max(1, config.lanes()), formats, config.partial(),
                Duration.ofSeconds(Math.max(1, config.run_limit_seconds())));
    }

    private static Path path(String library) {
        try {
            Path path = Path.of(library);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException malformed) {
            // As below.
        }
        throw wrong("library '" + library + "'", "the whole path of a file");
    }

    private static Optional<AcceleratorInfo.Kind> kind(String kind) {
        try {
            return kind.isEmpty()
                    ? Optional.empty()
                    : Optional.of(AcceleratorInfo.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            throw wrong("kind '" + kind + "'", "NPU, GPU, FPGA or CPU");
        }
    }

    private static Map<Precision, Double> operations(String[] stated) {
        Map<Precision, Double> operations = new EnumMap<>(Precision.class);
        pairs("operations", stated).forEach((precision, value) -> {
            try {
                double tops = Double.parseDouble(value);
                if (!(tops > 0) || Double.isInfinite(tops)) {
                    throw new NumberFormatException("not above 0");
                }
                operations.put(Precision.valueOf(precision.toUpperCase(Locale.ROOT)), tops);
            } catch (IllegalArgumentException malformed) {
                throw wrong("operations '" + precision + "=" + value + "'", "such as int8=6");
            }
        });
        return operations;
    }

    private static Map<String, String> pairs(String setting, String[] stated) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : stated == null ? new String[0] : stated) {
            int sign = pair.indexOf('=');
            if (sign < 1) {
                throw wrong(setting + " '" + pair + "'", "name=value");
            }
            pairs.put(pair.substring(0, sign).strip(), pair.substring(sign + 1).strip());
        }
        return Map.copyOf(pairs);
    }

    private static String text(String value) {
        return value == null ? "" : value.strip();
    }

    private static UnavailableException wrong(String what, String expected) {
        return new UnavailableException("accelerator.settings.wrong",
                "The settings of the execution provider cannot be used: " + what + "; expected: " + expected + ".",
                "Correct the configuration io.sluice.accel.epplugin.", null);
    }
}
