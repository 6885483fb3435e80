package io.sluice.api.recording;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One recorded file: a complete fragmented MP4 that begins with a key frame.
 *
 * @param id rises with every segment
 * @param cameraId whose
 * @param file where it lies
 * @param start wall-clock time of its first picture
 * @param end wall-clock time of the end of its last picture
 * @param startTime decode time of its first picture, 1/90 000 s, as written in the file
 * @param durationTicks 1/90 000 s
 * @param bytes of the file, up to the last complete fragment
 * @param initBytes of {@code ftyp} and {@code moov} at its beginning
 * @param run segments of one camera with the same run follow one another without gap, in one format
 * @param codecString as in RFC 6381
 * @param width in pixels
 * @param height in pixels
 * @param complete false while it is still written to
 */
public record Segment(
        long id,
        String cameraId,
        Path file,
        Instant start,
        Instant end,
        long startTime,
        long durationTicks,
        long bytes,
        long initBytes,
        long run,
        String codecString,
        int width,
        int height,
        boolean complete) {}
