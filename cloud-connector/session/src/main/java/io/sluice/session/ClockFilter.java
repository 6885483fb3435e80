package io.sluice.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Compares two clocks by exchanges of four time stamps each, as NTP does (RFC 5905, section 8): of the last exchanges the one
 * with the shortest round trip tells the offset best, for a queue on the way can only make it longer. The drift is the slope of
 * those offsets. All times are microseconds since 1970. Thread-safe.
 */
public final class ClockFilter {

    /**
     * @param offset the other clock minus this one
     * @param latency of the round trip, without the time spent at the other side
     * @param drift of the other clock against this one in parts per million, once it was watched long enough
     */
    public record Estimate(Duration offset, Duration latency, OptionalDouble drift) {}

    private record Sample(long at, long offset, long delay) {}

    private static final int WINDOW = 8;
    private static final int HISTORY = 64;
    private static final long LEAST_SPAN = 300_000_000;
    /** A difference beyond this and the round trip is no jitter: one of the clocks was set. */
    private static final long JUMP = 1_000_000;

    private final Deque<Sample> window = new ArrayDeque<>();
    private final Deque<Sample> history = new ArrayDeque<>();

    /**
     * @param sent when this side asked, by its clock
     * @param arrived when the other side got it, by the other clock
     * @param answered when the other side answered, by the other clock
     * @param received when this side got the answer, by its clock
     * @return false when the stamps cannot be true, which changes nothing
     */
    public synchronized boolean add(long sent, long arrived, long answered, long received) {
        long delay = (received - sent) - (answered - arrived);
        if (received < sent || answered < arrived || delay < 0) {
            return false;
        }
        Sample sample = new Sample(received, ((arrived - sent) + (answered - received)) / 2, delay);
        if (!window.isEmpty() && Math.abs(sample.offset - best().offset) > JUMP + sample.delay + best().delay) {
            window.clear();
            history.clear();
        }
        push(window, sample, WINDOW);
        Sample best = best();
        if (history.isEmpty() || history.getLast() != best) {
            push(history, best, HISTORY);
        }
        return true;
    }

    public synchronized Optional<Estimate> estimate() {
        if (window.isEmpty()) {
            return Optional.empty();
        }
        Sample best = best();
        return Optional.of(new Estimate(micros(best.offset), micros(best.delay), drift()));
    }

    private Sample best() {
        return window.stream().min(Comparator.comparingLong(Sample::delay)).orElseThrow();
    }

    private OptionalDouble drift() {
        if (history.size() < 3 || history.getLast().at - history.getFirst().at < LEAST_SPAN) {
            return OptionalDouble.empty();
        }
        long origin = history.getFirst().at;
        double meanAt = history.stream().mapToDouble(sample -> sample.at - origin).average().orElseThrow();
        double meanOffset = history.stream().mapToDouble(Sample::offset).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : history) {
            double at = sample.at - origin - meanAt;
            covariance += at * (sample.offset - meanOffset);
            variance += at * at;
        }
        return OptionalDouble.of(covariance / variance * 1e6);
    }

    private static void push(Deque<Sample> samples, Sample sample, int most) {
        samples.addLast(sample);
        if (samples.size() > most) {
            samples.removeFirst();
        }
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1000);
    }
}
