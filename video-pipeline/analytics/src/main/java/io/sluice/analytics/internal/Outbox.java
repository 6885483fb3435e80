package io.sluice.analytics.internal;

import io.sluice.api.result.AnalysisResult;

/** Where results go: takes them at once and stores them when it can. Thread-safe. */
public interface Outbox {

    /** Hands a result over; never blocks on the store. */
    void put(AnalysisResult result);

    /** Whether all that was put is stored; always so for one that stores at once. */
    default boolean settled() {
        return true;
    }
}
