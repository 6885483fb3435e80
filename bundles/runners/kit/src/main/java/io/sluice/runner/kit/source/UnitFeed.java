package io.sluice.runner.kit.source;

import io.sluice.api.stream.AccessUnit;
import java.time.Duration;
import java.util.Optional;

/** Units of a stream or a recording, in order of decoding. Used by one thread. */
public interface UnitFeed extends AutoCloseable {

    /** The next unit with a reference that is now the caller's; empty when none came in time. */
    Optional<AccessUnit> next(Duration wait) throws InterruptedException;

    /** Whether units are missing right before the one that {@link #next} gave last. */
    boolean gap();

    /** Whether no unit will come any more; never for a stream. */
    boolean ended();

    @Override
    void close();
}
