package io.sluice.api.status;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * How one part is. The only form in which anything reports its condition: the same value is an event, a REST field and a
 * line on the page. Immutable.
 *
 * @param subject what it is about
 * @param health how it is
 * @param code stable, for programs and translations: words in lower case joined by dots, such as {@code
 *     rtsp.unauthorized}
 * @param message the cause, in English, for people
 * @param remedy what a person can do about it, in English; empty when there is nothing to do
 * @param details the variable parts of message and remedy by name, from which a page writes them in another language
 * @param since when the subject came into this state
 */
public record Status(
        Subject subject,
        Health health,
        String code,
        String message,
        String remedy,
        Map<String, String> details,
        Instant since) {

    public Status {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
        Objects.requireNonNull(since, "since");
        details = Map.copyOf(details);
    }

    /** Whether the other status says the same, whenever it began. */
    public boolean saysSameAs(Status other) {
        return subject.equals(other.subject)
                && health == other.health
                && code.equals(other.code)
                && message.equals(other.message)
                && remedy.equals(other.remedy)
                && details.equals(other.details);
    }
}
