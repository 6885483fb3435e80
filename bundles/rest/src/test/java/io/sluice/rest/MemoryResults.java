package io.sluice.rest;

import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Embedding;
import io.sluice.api.result.Measurement;
import io.sluice.api.result.ResultListener;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.ResultStore;
import io.sluice.api.result.StoredResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Results in a list; what is asked for is remembered, and listeners are told as the real store does. */
final class MemoryResults implements ResultStore {

    private final List<StoredResult> results = new ArrayList<>();
    private final List<ResultQuery> queries = new CopyOnWriteArrayList<>();

    static AnalysisResult result(String camera, long second) {
        Instant time = Instant.ofEpochSecond(1_700_000_000 + second);
        return new AnalysisResult(
                new FrameStamp(camera, second, second * 90_000, time), "model", "1",
                List.of(new Detection("person", 0.5, new Region(0.1, 0.2, 0.3, 0.4), OptionalLong.of(7))),
                List.of(new Crossing(Crossing.Kind.ENTER, "door", 7, "person")),
                List.of(new Measurement("level", 1.25, "m", 0.5)));
    }

    /** One thing with that vector. */
    static AnalysisResult embedding(String camera, long second, float... vector) {
        AnalysisResult plain = result(camera, second);
        Detection seen = plain.detections().get(0);
        return new AnalysisResult(plain.frame(), plain.modelId(), plain.modelVersion(),
                List.of(new Detection(seen.label(), seen.score(), seen.box(), seen.trackId(),
                        Optional.of(new Embedding(vector)))), List.of(), List.of());
    }

    ResultQuery lastQuery() {
        return queries.get(queries.size() - 1);
    }

    /** Stores as {@link #append}, but tells nobody yet. */
    synchronized StoredResult add(AnalysisResult result) {
        StoredResult stored = new StoredResult(results.size() + 1, result);
        results.add(stored);
        return stored;
    }

    synchronized void addAndTell(AnalysisResult result, ResultListener listener) {
        listener.stored(List.of(add(result)));
    }

    @Override
    public void append(List<AnalysisResult> more) {
        more.forEach(this::add);
    }

    @Override
    public synchronized List<StoredResult> find(ResultQuery query) {
        queries.add(query);
        return results.stream()
                .filter(stored -> stored.id() > query.afterId().orElse(0))
                .filter(stored -> query.cameraId().isEmpty()
                        || query.cameraId().get().equals(stored.result().frame().cameraId()))
                .sorted(Comparator.comparingLong(StoredResult::id))
                .limit(query.limit())
                .toList();
    }
}
