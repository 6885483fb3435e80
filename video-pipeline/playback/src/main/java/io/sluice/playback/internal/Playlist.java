package io.sluice.playback.internal;

import io.sluice.api.recording.Segment;
import io.sluice.api.stream.AccessUnit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * An HLS media playlist (RFC 8216) of segment files. Each file begins with its init segment, which stands in the
 * playlist as a byte range of the first file of a run; the rest of a file is one part.
 *
 * @param from where playing begins, which may lie within the first segment
 * @param segments at least one, in order of time
 * @param growing whether more will follow
 */
record Playlist(Instant from, List<Segment> segments, boolean growing) {

    private static final int USUAL_SECONDS = 10;

    String text() {
        StringBuilder out = new StringBuilder(256 + 160 * segments.size());
        out.append("#EXTM3U\n#EXT-X-VERSION:7\n");
        out.append("#EXT-X-TARGETDURATION:").append(targetDuration()).append('\n');
        out.append("#EXT-X-MEDIA-SEQUENCE:0\n");
        out.append("#EXT-X-PLAYLIST-TYPE:").append(growing ? "EVENT" : "VOD").append('\n');
        out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        Instant begin = segments.get(0).start();
        if (from.isAfter(begin)) {
            out.append(String.format(Locale.ROOT, "#EXT-X-START:TIME-OFFSET=%.3f,PRECISE=YES\n",
                    Duration.between(begin, from).toMillis() / 1000.0));
        }
        OptionalLong run = OptionalLong.empty();
        for (Segment segment : segments) {
            if (run.isEmpty() || run.getAsLong() != segment.run()) {
                beginRun(segment, run.isPresent(), out);
                run = OptionalLong.of(segment.run());
            }
            part(segment, out);
        }
        if (!growing) {
            out.append("#EXT-X-ENDLIST\n");
        }
        return out.toString();
    }

    private static void beginRun(Segment first, boolean after, StringBuilder out) {
        if (after) {
            out.append("#EXT-X-DISCONTINUITY\n");
        }
        out.append("#EXT-X-MAP:URI=\"").append(address(first)).append("\",BYTERANGE=\"");
        out.append(first.initBytes()).append("@0\"\n");
    }

    private static void part(Segment segment, StringBuilder out) {
        out.append("#EXT-X-PROGRAM-DATE-TIME:").append(segment.start().truncatedTo(ChronoUnit.MILLIS)).append('\n');
        out.append(String.format(Locale.ROOT, "#EXTINF:%.5f,\n", seconds(segment)));
        out.append("#EXT-X-BYTERANGE:").append(segment.bytes() - segment.initBytes());
        out.append('@').append(segment.initBytes()).append('\n');
        out.append(address(segment)).append('\n');
    }

    /** Relative to the playlist, so that it holds behind a proxy too. */
    private static String address(Segment segment) {
        return "../segments/" + segment.id() + ".mp4";
    }

    /** No part may be longer, rounded; and it may not change while the playlist grows. */
    private long targetDuration() {
        return segments.stream()
                .mapToLong(segment -> Math.round(seconds(segment)))
                .reduce(USUAL_SECONDS, Math::max);
    }

    private static double seconds(Segment segment) {
        return segment.durationTicks() / (double) AccessUnit.TICKS_PER_SECOND;
    }
}
