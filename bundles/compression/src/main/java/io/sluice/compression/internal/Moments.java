package io.sluice.compression.internal;

import io.sluice.api.recording.Segment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moments spread evenly over what is recorded, whatever gaps there are between. */
final class Moments {

    private Moments() {}

    /**
     * @param segments in order of time
     * @param from inclusive
     * @param to exclusive
     * @return in order of time; none where nothing is recorded
     */
    static List<Recorded> spread(List<Segment> segments, Instant from, Instant to, int count) {
        List<Stretch> stretches = new ArrayList<>();
        long all = 0;
        for (Segment segment : segments) {
            long begin = micros(segment.start().isBefore(from) ? from : segment.start());
            long end = micros(segment.end().isAfter(to) ? to : segment.end());
            if (end > begin) {
                stretches.add(new Stretch(segment, begin, all));
                all += end - begin;
            }
        }
        Map<Segment, List<Long>> moments = new LinkedHashMap<>();
        int at = 0;
        for (int index = 0; index < count && !stretches.isEmpty(); index++) {
            long within = (long) ((index + 0.5) / count * all);
            while (at + 1 < stretches.size() && stretches.get(at + 1).before() <= within) {
                at++;
            }
            Stretch stretch = stretches.get(at);
            moments.computeIfAbsent(stretch.segment(), unseen -> new ArrayList<>())
                    .add(stretch.begin() + within - stretch.before());
        }
        return moments.entrySet().stream()
                .map(one -> new Recorded(one.getKey().file(), micros(one.getKey().start()), one.getValue()))
                .toList();
    }

    /**
     * Moments of one recording, all in microseconds since 1970 UTC.
     *
     * @param start of it
     * @param moments rising
     */
    record Recorded(Path file, long start, List<Long> moments) {}

    /** @param before microseconds recorded before it */
    private record Stretch(Segment segment, long begin, long before) {}

    private static long micros(Instant moment) {
        return Duration.between(Instant.EPOCH, moment).toNanos() / 1000;
    }
}
