package io.sluice.playback.internal;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Answers with a playlist. Where the end lies in the past the playlist is closed and includes the file being written,
 * up to its last fragment; where it lies in the future the playlist grows, by complete files only, for a part of a
 * playlist must never change (RFC 8216 clause 6.2.1).
 */
final class Playlists {

    private static final Duration LONGEST = Duration.ofHours(24);

    private Playlists() {}

    static void send(
            HttpServletRequest request, HttpServletResponse response, RecordingIndex index, String camera, Instant now)
            throws IOException {
        TimeRange range = TimeRange.of(request, Optional.empty(), now, LONGEST);
        boolean growing = range.to().isAfter(now);
        List<Segment> segments = index.segments(camera, range.from(), range.to()).stream()
                .filter(segment -> segment.complete() || !growing)
                .toList();
        if (segments.isEmpty()) {
            throw new NotFoundException("playback.nothing_recorded",
                    "Nothing has been recorded of camera '" + camera + "' at this time"
                            + (growing ? " yet; a recording can be played once its first file is complete." : "."));
        }
        byte[] text = new Playlist(range.from(), segments, growing).text().getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/vnd.apple.mpegurl");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(text.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(text);
        }
    }
}
