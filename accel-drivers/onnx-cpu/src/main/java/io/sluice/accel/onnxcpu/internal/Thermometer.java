package io.sluice.accel.onnxcpu.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** How hot the processor is, where Linux has a thermal zone for it. Thread-safe. */
final class Thermometer {

    /** As kernels of x86, Rockchip, NXP, Allwinner, Raspberry Pi and others call the zone of the processor. */
    private static final Pattern PROCESSOR = Pattern.compile("x86_pkg_temp|(cpu|soc|bigcore|littlecore|center).*");
    private static final int MOST_TRIPS = 12;

    private final List<Path> zones = new ArrayList<>();

    /**
     * @param celsius of the hottest zone
     * @param throttled whether a zone is beyond the point from which the kernel slows the processor down
     */
    record Reading(OptionalDouble celsius, boolean throttled) {}

    /** @param thermal {@code /sys/class/thermal}, or what stands for it */
    Thermometer(Path thermal) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(thermal, "thermal_zone*")) {
            for (Path zone : all) {
                if (PROCESSOR.matcher(text(zone.resolve("type"))).matches()) {
                    zones.add(zone);
                }
            }
        } catch (IOException none) {
            // Containers and virtual machines have none.
        }
    }

    Reading read() {
        OptionalDouble hottest = OptionalDouble.empty();
        boolean throttled = false;
        for (Path zone : zones) {
            OptionalDouble celsius = celsius(zone.resolve("temp"));
            if (celsius.isPresent()) {
                hottest = OptionalDouble.of(Math.max(celsius.getAsDouble(), hottest.orElse(celsius.getAsDouble())));
                throttled |= throttled(zone, celsius.getAsDouble());
            }
        }
        return new Reading(hottest, throttled);
    }

    private static boolean throttled(Path zone, double celsius) {
        for (int trip = 0; trip < MOST_TRIPS; trip++) {
            String kind = text(zone.resolve("trip_point_" + trip + "_type"));
            if (kind.isEmpty()) {
                return false;
            }
            OptionalDouble from = celsius(zone.resolve("trip_point_" + trip + "_temp"));
            if (kind.equals("passive") && from.orElse(0) > 0 && celsius >= from.getAsDouble()) {
                return true;
            }
        }
        return false;
    }

    /** Linux counts thousandths. */
    private static OptionalDouble celsius(Path file) {
        try {
            return OptionalDouble.of(Integer.parseInt(text(file)) / 1000.0);
        } catch (NumberFormatException unreadable) {
            return OptionalDouble.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }
}
