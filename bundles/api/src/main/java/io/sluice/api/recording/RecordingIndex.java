package io.sluice.api.recording;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What has been recorded. Thread-safe. Lists the segment being written too, up to its last flushed fragment. */
@ProviderType
public interface RecordingIndex {

    /** Segments of a camera that overlap the time from (inclusive) to (exclusive), in order of time. */
    List<Segment> segments(String cameraId, Instant from, Instant to);

    Optional<Segment> segment(long id);

    /** Cameras with any recording, configured or not, in order of id. */
    List<String> cameras();

    /** Stretches recorded without gap, in order of time. */
    List<Span> spans(String cameraId, Instant from, Instant to);

    /** A stretch of time. */
    record Span(Instant start, Instant end) {}
}
