package io.sluice.recorder.internal;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a segment's file, {@code <camera>/<yyyy>/<MM>/<dd>/<UTC time>-<id>.mp4}. The id is the time in milliseconds
 * at which the file was begun, by this gateway's clock, and therefore rises; it survives the loss of the index.
 *
 * @param camera whose
 * @param id of the segment
 */
record SegmentName(String camera, long id) {

    private static final DateTimeFormatter DAY = formatter("yyyy/MM/dd");
    private static final DateTimeFormatter TIME = formatter("yyyyMMdd'T'HHmmss.SSS'Z'");
    private static final Pattern FILE = Pattern.compile("\\d{8}T\\d{6}\\.\\d{3}Z-(\\d{1,18})\\.mp4");

    /** Of a file's name within the camera's folder of a day; empty where it is none of ours. */
    static Optional<SegmentName> parse(String camera, String file) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        SegmentName name = new SegmentName(camera, Long.parseLong(matcher.group(1)));
        try {
            return name.file().equals(file) ? Optional.of(name) : Optional.empty();
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }

    /** {@code yyyy/MM/dd}, the folders below the camera's. */
    String day() {
        return DAY.format(Instant.ofEpochMilli(id));
    }

    String file() {
        return TIME.format(Instant.ofEpochMilli(id)) + "-" + id + ".mp4";
    }

    /** Path below the folder of all recordings. */
    Path path() {
        return Path.of(camera, day(), file());
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
