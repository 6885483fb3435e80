package io.sluice.runner.inference.internal;

import io.sluice.api.result.StoredResult;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.runner.kit.source.TaskSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A recorded range as a task's source. Its results are named by when their pictures were taken: what is played again after a restart
 * is found again under other ids.
 *
 * @param source what is played
 */
record Range(TaskSource.Recording source) {

    /** Empty for a stream. */
    static Optional<Range> of(TaskSource source) {
        return source instanceof TaskSource.Recording recording ? Optional.of(new Range(recording)) : Optional.empty();
    }

    static long micros(StoredResult result) {
        return micros(result.result().frame().wallClock());
    }

    /** Whether a result is one of the range that was not emitted yet; it may be one of the pictures before, or be played again. */
    boolean isNew(StoredResult result, Mark mark) {
        long micros = micros(result);
        return micros >= micros(source.from()) && micros < micros(source.to()) && micros > mark.micros();
    }

    /** Where playing begins, for all that was not emitted. */
    Instant begin(Mark mark) {
        Instant last = Instant.EPOCH.plus(mark.micros(), ChronoUnit.MICROS);
        return last.isAfter(source.from()) ? last : source.from();
    }

    int percent(Mark mark) {
        long from = micros(source.from());
        long to = micros(source.to());
        return mark.micros() <= from ? 0 : (int) (100 * (Math.min(mark.micros(), to) - from) / (to - from));
    }

    /** Whether all of it was played, looked at and stored. */
    static boolean over(String camera, String algorithm, Services services) {
        Optional<String> played = services.status(Subject.CAMERA, camera)
                .filter(status -> status.code().equals("recording.ended")).map(Status::details).map(told -> told.get("sequence"));
        Optional<String> settled = services.status(Subject.ANALYSIS, camera + "/" + algorithm)
                .filter(status -> status.code().equals("analysis.stream.waiting")).map(Status::details)
                .map(told -> told.get("settled"));
        // Where nothing at all could be played, there is nothing to look at.
        return played.isPresent() && (played.equals(settled) || played.get().equals("-1"));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
