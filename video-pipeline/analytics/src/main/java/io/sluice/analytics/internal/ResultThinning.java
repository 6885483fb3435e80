package io.sluice.analytics.internal;

import io.sluice.api.result.AnalysisResult;
import io.sluice.api.stream.AccessUnit;

/**
 * Spares the store: of pictures in which nothing is found, the first goes out, so that a reader knows that what was there
 * is gone, and then one a second, so that a reader knows that it was looked. All others go out. Not thread-safe.
 */
final class ResultThinning {

    private static final long HEARTBEAT = AccessUnit.TICKS_PER_SECOND;

    private boolean begun;
    private boolean emptyBefore;
    private long lastEmpty;

    /** Whether a result came since the beginning. */
    boolean begun() {
        return begun;
    }

    void restart() {
        begun = false;
    }

    boolean keeps(AnalysisResult result) {
        boolean empty = result.detections().isEmpty() && result.crossings().isEmpty();
        long time = result.frame().mediaTime();
        boolean silent = begun && empty && emptyBefore && Math.abs(time - lastEmpty) < HEARTBEAT;
        begun = true;
        emptyBefore = empty;
        if (empty && !silent) {
            lastEmpty = time;
        }
        return !silent;
    }
}
