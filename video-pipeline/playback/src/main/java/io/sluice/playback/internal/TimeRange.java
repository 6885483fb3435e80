package io.sluice.playback.internal;

import io.sluice.api.error.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A stretch of time that was asked for.
 *
 * @param from inclusive
 * @param to exclusive; after from
 */
record TimeRange(Instant from, Instant to) {

    /**
     * Reads {@code from} and {@code to}, in ISO 8601 with offset.
     *
     * @param defaultFrom where the request does not tell; empty: it must
     * @param defaultTo where the request does not tell
     */
    static TimeRange of(
            HttpServletRequest request, Optional<Instant> defaultFrom, Instant defaultTo, Duration longest) {
        Instant from = instant(request, "from").or(() -> defaultFrom).orElseThrow(() -> invalid(
                "from", "'from' is missing.", "Give the beginning, such as 2026-01-31T08:00:00Z."));
        Instant to = instant(request, "to").orElse(defaultTo);
        if (!from.isBefore(to)) {
            throw invalid("to", "The end " + to + " is not after the beginning " + from + ".",
                    "Give an end after the beginning.");
        }
        if (Duration.between(from, to).compareTo(longest) > 0) {
            throw invalid("to", "This is longer than " + longest.toHours() + " hours.", "Ask for a shorter time.");
        }
        return new TimeRange(from, to);
    }

    private static Optional<Instant> instant(HttpServletRequest request, String name) {
        String text = request.getParameter(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
                throw new DateTimeException("out of range");
            }
            return Optional.of(instant);
        } catch (DateTimeException error) {
            throw invalid(name, "'" + name + "' is no time that can be meant.",
                    "Give a time with its offset, such as 2026-01-31T08:00:00Z.");
        }
    }

    private static InvalidInputException invalid(String field, String message, String remedy) {
        return new InvalidInputException("playback.time", field, message, remedy);
    }
}
