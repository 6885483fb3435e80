package io.sluice.analytics.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.ResultStore;
import io.sluice.api.result.StoredResult;
import java.util.ArrayList;
import java.util.List;

/** A store that remembers, and can be made to fail. */
final class FakeStore implements ResultStore {

    private final List<AnalysisResult> results = new ArrayList<>();
    private boolean failing;
    private int attempts;

    synchronized void failing(boolean fails) {
        failing = fails;
    }

    synchronized List<AnalysisResult> results() {
        return List.copyOf(results);
    }

    synchronized int attempts() {
        return attempts;
    }

    @Override
    public synchronized void append(List<AnalysisResult> added) {
        attempts++;
        if (failing) {
            throw new UnavailableException("store.down", "The store is down.", "", null);
        }
        added.stream().filter(result -> !results.contains(result)).forEach(results::add);
    }

    @Override
    public List<StoredResult> find(ResultQuery query) {
        return List.of();
    }
}
