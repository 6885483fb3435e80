package io.sluice.runner.inference.internal;

import io.sluice.api.message.ExceptionCode;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.task.Obstacle;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How long a task bears with a source that sends nothing, or an algorithm that cannot run. Measured by a clock that nobody sets. For
 * one thread.
 */
final class Patience {

    private static final Set<String> NO_ROOM = Set.of("placement.does_not_fit", "analysis.placement.refused");

    private final LongSupplier nanos;
    private long units = -1;
    private long lastPicture;
    private long lastRunning;

    Patience(LongSupplier nanos) {
        this.nanos = nanos;
        begin();
    }

    /** Forgives all so far. */
    void begin() {
        lastPicture = nanos.getAsLong();
        lastRunning = lastPicture;
    }

    long silentSeconds() {
        return (nanos.getAsLong() - lastPicture) / 1_000_000_000;
    }

    /** What has ended the patience; empty while there is some left. */
    Optional<Obstacle> exhausted(String camera, String algorithm, Services services, int seconds) {
        long now = nanos.getAsLong();
        long arrived = services.hub.get().flatMap(hub -> hub.stream(camera)).map(StreamInfo::units).orElse(0L);
        if (arrived != units) {
            units = arrived;
            lastPicture = now;
        }
        Optional<Status> hindrance = services.status(Subject.ANALYSIS, camera + "/" + algorithm)
                .filter(status -> status.health() == Health.FAILED);
        if (hindrance.isEmpty()) {
            lastRunning = now;
        }
        long most = seconds * 1_000_000_000L;
        if (now - lastPicture >= most) {
            String cause = services.status(Subject.CAMERA, camera).map(status -> " " + status.message()).orElse("");
            return Optional.of(new Obstacle(ExceptionCode.DATA_SOURCE_FAILED, "runner.source.silent",
                    "No picture came for " + seconds + " s." + cause));
        }
        if (now - lastRunning >= most) {
            Status status = hindrance.orElseThrow();
            boolean room = NO_ROOM.contains(status.code());
            return Optional.of(new Obstacle(
                    room ? ExceptionCode.RESOURCES_INSUFFICIENT : ExceptionCode.ENVIRONMENT_NOT_SUPPORTED,
                    "runner.algorithm.hindered", "The algorithm could not run for " + seconds + " s: " + status.message()));
        }
        return Optional.empty();
    }
}
