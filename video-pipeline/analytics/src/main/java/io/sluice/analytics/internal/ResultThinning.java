package io.sluice.analytics.internal;

import io.sluice.api.result.AnalysisResult;
import io.sluice.api.stream.AccessUnit;

/**
 * Spares the store: of pictures in which nothing is found, the first goes out, so that a reader knows that what was
 * there is gone, and then one a second, so that a reader knows that it was looked. All others go out, and the first
 * ones after a beginning, so that who waits for an analysis sees at once that it runs. Not thread-safe.
 */
final class ResultThinning {

    private static final long HEARTBEAT = AccessUnit.TICKS_PER_SECOND;

    private static final int FIRST = 10;

    private int count;
    private boolean emptyBefore;
    private long lastEmpty;

    /** Whether a result came since the beginning. */
    boolean begun() {
        return count > 0;
    }

    void restart() {
        count = 0;
    }

    boolean keeps(AnalysisResult result) {
        boolean empty = result.detections().isEmpty() && result.crossings().isEmpty()
                && result.measurements().isEmpty();
        long time = result.frame().mediaTime();
        boolean silent = count >= FIRST && empty && emptyBefore && Math.abs(time - lastEmpty) < HEARTBEAT;
        count = Math.min(FIRST, count + 1);
        emptyBefore = empty;
        if (empty && !silent) {
            lastEmpty = time;
        }
        return !silent;
    }
}
