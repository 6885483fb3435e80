package io.sluice.runner.kit.source;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code <camera>?from=..&to=..[&speed=..]}. */
final class RangeAddress {

    /** Of the standard's times, which name no zone: on the wire they are of this one. */
    private static final ZoneOffset WIRE = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter STANDARD = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SS]")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final double FASTEST = 64;

    private RangeAddress() {}

    /** Empty where it is none, or its end is not after its beginning. */
    static Optional<TaskSource> read(String text) {
        int mark = text.indexOf('?');
        if (mark < 1) {
            return Optional.empty();
        }
        Map<String, String> query = new HashMap<>();
        for (String part : text.substring(mark + 1).split("&")) {
            int equals = part.indexOf('=');
            if (equals < 1 || query.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
                return Optional.empty();
            }
        }
        Optional<Instant> from = Optional.ofNullable(query.remove("from")).flatMap(RangeAddress::time);
        Optional<Instant> to = Optional.ofNullable(query.remove("to")).flatMap(RangeAddress::time);
        String speed = query.containsKey("speed") ? query.remove("speed") : "1";
        boolean right = from.isPresent() && to.isPresent() && to.get().isAfter(from.get()) && query.isEmpty()
                && speed.matches("\\d{1,2}(\\.\\d{1,3})?") && Double.parseDouble(speed) <= FASTEST;
        return right ? Optional.of(new TaskSource.Recording(
                text.substring(0, mark), from.get(), to.get(), Double.parseDouble(speed))) : Optional.empty();
    }

    /** In the standard's form, or in that of ISO 8601 with its zone. */
    private static Optional<Instant> time(String text) {
        try {
            // A plus is one of a zone's, not a blank, unless the standard's form asks for a blank.
            String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (plain.contains("T")) {
                return Optional.of(OffsetDateTime.parse(plain).toInstant());
            }
            return Optional.of(LocalDateTime.parse(plain.replace('+', ' '), STANDARD).toInstant(WIRE));
        } catch (DateTimeException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
