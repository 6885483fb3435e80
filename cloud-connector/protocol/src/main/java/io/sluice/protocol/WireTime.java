package io.sluice.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Times as the standard writes them, {@code YYYY-MM-DD hh:mm:ss.ss}: local, to a hundredth of a second. It does not say where;
 * this is the only place that knows.
 */
final class WireTime {

    static final String FORM = "a time as YYYY-MM-DD hh:mm:ss.ss";
    private static final String PATTERN = "0000-00-00 00:00:00.00";
    private static final int HUNDREDTH = 10_000_000;
    private static final int LAST_YEAR = 9999;

    private final ZoneOffset offset;

    WireTime(ZoneOffset offset) {
        this.offset = offset;
    }

    /** Empty where the text is no time in that form. */
    Optional<Instant> parse(String text) {
        if (!hasForm(text)) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10),
                    number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), number(text, 20, 22) * HUNDREDTH);
            return Optional.of(local.toInstant(offset));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    /** Parts of a hundredth of a second are dropped; empty where the year has not four digits. */
    Optional<String> format(Instant time) {
        LocalDateTime local;
        try {
            local = LocalDateTime.ofInstant(time, offset);
        } catch (DateTimeException beyondAllYears) {
            return Optional.empty();
        }
        if (local.getYear() < 0 || local.getYear() > LAST_YEAR) {
            return Optional.empty();
        }
        char[] text = PATTERN.toCharArray();
        put(text, 0, 4, local.getYear());
        put(text, 5, 7, local.getMonthValue());
        put(text, 8, 10, local.getDayOfMonth());
        put(text, 11, 13, local.getHour());
        put(text, 14, 16, local.getMinute());
        put(text, 17, 19, local.getSecond());
        put(text, 20, 22, local.getNano() / HUNDREDTH);
        return Optional.of(new String(text));
    }

    private static boolean hasForm(String text) {
        if (text.length() != PATTERN.length()) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char due = PATTERN.charAt(at);
            char unit = text.charAt(at);
            if (due == '0' ? unit < '0' || unit > '9' : unit != due) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            number = number * 10 + text.charAt(at) - '0';
        }
        return number;
    }

    private static void put(char[] text, int from, int to, int number) {
        int left = number;
        for (int at = to - 1; at >= from; at--) {
            text[at] = (char) ('0' + left % 10);
            left /= 10;
        }
    }
}
