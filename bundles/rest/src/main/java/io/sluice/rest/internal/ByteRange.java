package io.sluice.rest.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a resource.
 *
 * @param from first byte
 * @param count of bytes
 */
record ByteRange(long from, long count) {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a {@code Range} header of one range; what is no such header means the whole, as RFC 9110 14.2 has it.
     *
     * @throws HttpProblem 416 when it lies outside
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher range = RANGE.matcher(header == null ? "" : header);
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.empty();
        }
        long from = range.group(1).isEmpty()
                ? Math.max(0, size - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long last = range.group(1).isEmpty() || range.group(2).isEmpty()
                ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (from > last) {
            throw new HttpProblem(
                    416, "http.range", "The range " + header + " lies outside of " + size + " bytes.", "", "");
        }
        return Optional.of(new ByteRange(from, last - from + 1));
    }

    String header(long size) {
        return "bytes " + from + "-" + (from + count - 1) + "/" + size;
    }
}
