package io.sluice.rest.internal;

import io.sluice.api.error.InvalidInputException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The parameters after the question mark, read strictly: unknown or repeated ones are refused, as a misspelt condition
 * would silently widen the answer. Not the container's parameters, which would mix in a form in the body.
 */
final class Query {

    /** A year of nine digits is an instant too, but its microseconds fit no number of 64 bits. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    private Query() {}

    static Query of(HttpServletRequest request) {
        Query query = new Query();
        String text = request.getQueryString();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&")) {
                query.add(pair);
            }
        }
        return query;
    }

    Optional<String> text(String name) {
        read.add(name);
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    Optional<Instant> instant(String name) {
        return text(name).map(value -> {
            try {
                Instant instant = OffsetDateTime.parse(value).toInstant();
                if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(LAST)) {
                    return instant;
                }
            } catch (DateTimeException malformed) {
                // As out of range below.
            }
            throw invalid(name, "must be a time of ISO 8601 since 1970, such as 2026-01-31T12:00:00Z");
        });
    }

    OptionalLong whole(String name, long least, long most) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException malformed) {
            // As out of range below.
        }
        throw invalid(name, "must be a whole number from " + least + " to " + most);
    }

    /** The chosen word, or the first where none is given. */
    String choice(String name, List<String> words) {
        String word = text(name).orElse(words.get(0));
        if (!words.contains(word)) {
            throw invalid(name, "must be one of: " + String.join(", ", words));
        }
        return word;
    }

    /** Refuses parameters that nobody read. */
    void end() {
        for (String name : parameters.keySet()) {
            if (!read.contains(name)) {
                String known = String.join(", ", read.stream().sorted().toList());
                throw invalid(shown(name), "is not known here" + (known.isEmpty() ? "" : "; known: " + known));
            }
        }
    }

    static InvalidInputException invalid(String name, String what) {
        return new InvalidInputException(
                "http.query", name, "The parameter '" + name + "' " + what + ".", "Correct the address.");
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (parameters.putIfAbsent(name, value) != null) {
            throw invalid(shown(name), "is there more than once");
        }
    }

    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.chars().noneMatch(c -> Character.isISOControl(c) || c == '\uFFFD')) {
                return decoded;
            }
        } catch (IllegalArgumentException malformed) {
            // As text of no use below.
        }
        throw new InvalidInputException(
                "http.query", "", "The address has a malformed parameter.", "Encode parameters in UTF-8 by percents.");
    }

    private static String shown(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "...";
    }
}
