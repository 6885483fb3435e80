package io.sluice.algorithm;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.support.json.StrictObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads the licence of a manifest: a name, or an object. */
final class LicenceReader {

    private static final int LONGEST = 200;
    private static final int MOST_GATEWAYS = 100_000;

    private LicenceReader() {}

    static Licence read(StrictObject root) {
        JsonNode raw = root.raw("licence");
        if (raw == null || raw.isTextual()) {
            String name = root.text("licence", LONGEST, "");
            return new Licence(name, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }
        StrictObject given = root.requiredObject("licence");
        Licence licence = new Licence(
                given.text("name", LONGEST, ""),
                given.has("file") ? Optional.of(FileNames.read(given, "file")) : Optional.empty(),
                time(given, "not_before", false),
                time(given, "not_after", true),
                given.texts("gateways", MOST_GATEWAYS, LONGEST));
        if (given.has("gateways") && licence.gateways().isEmpty()) {
            throw given.invalid("gateways", "must name at least one gateway; leave it out for all");
        }
        if (licence.notBefore().isPresent() && licence.notAfter().isPresent()
                && licence.notAfter().get().isBefore(licence.notBefore().get())) {
            throw given.invalid("not_after", "must not be before not_before");
        }
        given.end();
        return licence;
    }

    /** A moment, or a day (UTC), of which the end is meant where it is the last one. */
    private static Optional<Instant> time(StrictObject given, String field, boolean last) {
        if (!given.has(field)) {
            return Optional.empty();
        }
        String text = given.text(field, LONGEST);
        try {
            if (text.indexOf('T') >= 0) {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            }
            LocalDate day = LocalDate.parse(text);
            return Optional.of(last
                    ? day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1)
                    : day.atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException malformed) {
            throw given.invalid(field, "must be a day such as 2027-12-31 or a time such as 2027-12-31T16:00:00Z");
        }
    }
}
