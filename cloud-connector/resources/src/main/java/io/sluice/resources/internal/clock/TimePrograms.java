package io.sluice.resources.internal.clock;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What programs that keep a clock say of it. Each answer is read by its own rules; what is none of it counts as no answer. Pure
 * functions.
 */
final class TimePrograms {

    /**
     * @param command is run in the C locale; its first word need not be installed
     * @param reader of what it prints
     */
    record Program(List<String> command, Function<String, Optional<HostClock>> reader) {}

    /** Those that tell an offset to a server come first. */
    static final List<Program> ALL = List.of(
            new Program(List.of("chronyc", "-n", "-c", "tracking"), TimePrograms::chrony),
            new Program(List.of("ntpq", "-c", "rv 0"), TimePrograms::ntpd),
            new Program(List.of("pmc", "-u", "-b", "0", "GET TIME_STATUS_NP"), TimePrograms::ptp),
            new Program(List.of("timedatectl", "timesync-status"), TimePrograms::timesyncd));

    private static final int CHRONY_FIELDS = 14;
    private static final int UNSYNCHRONISED_STRATUM = 16;
    private static final Pattern NTPD_FIELD = Pattern.compile("(\\w+)=\"?([^,\"\\s]+)");
    private static final Pattern LINE = Pattern.compile("(?m)^\\s*([A-Za-z_ ]+?)(?::\\s+|\\s{2,})(.+?)\\s*$");
    private static final Pattern SPAN = Pattern.compile("[+-]?([0-9.]+)(us|ms|s|min)");

    private TimePrograms() {}

    /** One line of values; seconds. */
    static Optional<HostClock> chrony(String text) {
        String[] fields = text.strip().split(",");
        if (fields.length != CHRONY_FIELDS) {
            return Optional.empty();
        }
        Optional<Double> offset = number(fields[4]);
        Optional<Double> delay = number(fields[10]);
        Optional<Double> dispersion = number(fields[11]);
        return Optional.of(new HostClock("chrony", !fields[13].equals("Not synchronised"), fields[1], whole(fields[2]),
                offset.map(HostClock::seconds),
                delay.flatMap(all -> dispersion.map(rest -> HostClock.seconds(all / 2 + rest)))));
    }

    /** System variables; milliseconds. */
    static Optional<HostClock> ntpd(String text) {
        Map<String, String> fields = new HashMap<>();
        NTPD_FIELD.matcher(text).results().forEach(found -> fields.put(found.group(1), found.group(2)));
        OptionalInt stratum = whole(fields.getOrDefault("stratum", ""));
        if (stratum.isEmpty()) {
            return Optional.empty();
        }
        boolean synchronised = stratum.getAsInt() < UNSYNCHRONISED_STRATUM && !text.contains("leap_alarm");
        Optional<Double> delay = number(fields.getOrDefault("rootdelay", ""));
        Optional<Double> dispersion = number(fields.getOrDefault("rootdisp", ""));
        return Optional.of(new HostClock("ntpd", synchronised, fields.getOrDefault("refid", ""), stratum,
                number(fields.getOrDefault("offset", "")).map(millis -> HostClock.seconds(millis / 1000)),
                delay.flatMap(all -> dispersion.map(rest -> HostClock.seconds((all / 2 + rest) / 1000)))));
    }

    /** What linuxptp's daemon answers; nanoseconds. */
    static Optional<HostClock> ptp(String text) {
        Map<String, String> fields = lines(text);
        if (!fields.containsKey("gmPresent")) {
            return Optional.empty();
        }
        return Optional.of(new HostClock("ptp", fields.get("gmPresent").equals("true"), fields.getOrDefault("gmIdentity", ""),
                OptionalInt.empty(), number(fields.getOrDefault("master_offset", "")).map(nanos -> HostClock.seconds(nanos / 1e9)),
                Optional.empty()));
    }

    static Optional<HostClock> timesyncd(String text) {
        Map<String, String> fields = lines(text);
        if (!fields.containsKey("Server")) {
            return Optional.empty();
        }
        return Optional.of(new HostClock("timesyncd", fields.containsKey("Offset"), fields.get("Server"),
                whole(fields.getOrDefault("Stratum", "")), span(fields.getOrDefault("Offset", "")),
                span(fields.getOrDefault("Root distance", ""))));
    }

    private static Map<String, String> lines(String text) {
        Map<String, String> lines = new HashMap<>();
        LINE.matcher(text).results().forEach(line -> lines.put(line.group(1), line.group(2)));
        return lines;
    }

    private static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        double unit = switch (matcher.group(2)) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "min" -> 60;
            default -> 1;
        };
        return number(matcher.group(1)).map(value -> HostClock.seconds(value * unit));
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text.strip())).filter(Double::isFinite);
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static OptionalInt whole(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException none) {
            return OptionalInt.empty();
        }
    }
}
