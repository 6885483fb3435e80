package io.sluice.runner.kit.source;

import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.stream.AccessUnit;
import io.sluice.mp4.RecordedRange;
import io.sluice.runner.kit.Slot;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A range of a recording, read as fast as it is taken. While the recorder is away nothing comes. */
public final class RecordedFeed implements UnitFeed {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedFeed.class);

    private final TaskSource.Recording source;
    private final RecordedRange range;
    private final Slot<RecordingIndex> recordings;
    private long number;
    private boolean gap;

    /** @param from where to go on within the range */
    public RecordedFeed(TaskSource.Recording source, Instant from, Slot<RecordingIndex> recordings) {
        this.source = source;
        this.recordings = recordings;
        range = new RecordedRange(source.camera(), from, source.to(), Clock.systemUTC());
    }

    @Override
    public Optional<AccessUnit> next(Duration wait) throws InterruptedException {
        Optional<RecordingIndex> index = recordings.get();
        Optional<AccessUnit> unit = Optional.empty();
        if (index.isPresent()) {
            try {
                unit = range.next(index.get());
            } catch (IOException error) {
                LOG.warn("A file of the recording of camera {} cannot be read", source.camera(), error);
            }
        }
        if (unit.isEmpty() && !range.ended()) {
            Thread.sleep(wait.toMillis());
        }
        gap = unit.filter(AccessUnit::discontinuity).isPresent();
        unit.ifPresent(found -> found.number(number++));
        return unit;
    }

    @Override
    public boolean gap() {
        return gap;
    }

    @Override
    public boolean ended() {
        return range.ended();
    }

    @Override
    public void close() {
        try {
            range.close();
        } catch (IOException error) {
            LOG.debug("A file of a recording could not be closed", error);
        }
    }
}
