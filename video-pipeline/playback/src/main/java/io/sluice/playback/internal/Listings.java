package io.sluice.playback.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.api.error.NotFoundException;
import io.sluice.api.recording.RecordingIndex;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has been recorded, as JSON. */
final class Listings {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(366);

    private Listings() {}

    static void cameras(HttpServletResponse response, RecordingIndex index) throws IOException {
        List<String> cameras = index.cameras();
        try (JsonGenerator json = begin(response)) {
            json.writeStartArray();
            for (String camera : cameras) {
                json.writeStartObject();
                json.writeStringField("camera", camera);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /** Stretches recorded without gap, cut to the time asked for: the last day where the request does not tell. */
    static void spans(
            HttpServletRequest request, HttpServletResponse response, RecordingIndex index, String camera, Instant now)
            throws IOException {
        TimeRange range = TimeRange.of(request, Optional.of(now.minus(USUAL)), now, LONGEST);
        List<RecordingIndex.Span> spans = index.spans(camera, range.from(), range.to());
        if (spans.isEmpty() && !index.cameras().contains(camera)) {
            throw new NotFoundException(
                    "playback.unknown_camera", "Nothing has been recorded of camera '" + camera + "'.");
        }
        try (JsonGenerator json = begin(response)) {
            json.writeStartObject();
            json.writeStringField("camera", camera);
            json.writeArrayFieldStart("spans");
            for (RecordingIndex.Span span : spans) {
                json.writeStartObject();
                json.writeStringField("start", later(span.start(), range.from()).toString());
                json.writeStringField("end", earlier(span.end(), range.to()).toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static JsonGenerator begin(HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        return JSON.createGenerator(response.getOutputStream());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
