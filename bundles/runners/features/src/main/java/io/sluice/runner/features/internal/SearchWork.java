package io.sluice.runner.features.internal;

import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.task.TaskContext;
import io.sluice.runner.features.internal.library.Candidate;
import io.sluice.runner.features.internal.library.FeatureLibraries;
import io.sluice.runner.features.internal.library.LibraryQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Emits what a library has that is like the vectors that come. */
final class SearchWork implements FeatureWork {

    private final SearchPlan plan;
    private final FeatureLibraries libraries;
    private final TaskContext context;
    private final Clock clock;

    SearchWork(SearchPlan plan, FeatureLibraries libraries, TaskContext context, Clock clock) {
        this.plan = plan;
        this.libraries = libraries;
        this.context = context;
        this.clock = clock;
    }

    @Override
    public void given(int index, JsonObject feature) {
        JsonObject of = JsonObject.builder().put("Index", index).build();
        AnalysisResult match = match(FeatureInfos.required(feature), OptionalInt.empty(), of);
        context.emit("given-" + index, clock.instant(), data(List.of(match), JsonObject.EMPTY));
    }

    @Override
    public void arrived(TaskResultBody result) {
        List<AnalysisResult> matches = new ArrayList<>();
        for (Found found : Found.in(result)) {
            matches.add(match(found.vector(), found.type(), found.description()));
        }
        if (!matches.isEmpty()) {
            context.emit(Input.key(result), Instant.ofEpochMilli(result.ts()), data(matches, result.taskResultData().extra()));
        }
    }

    private static Data data(List<AnalysisResult> matches, JsonObject beside) {
        return new Data(Optional.empty(), Optional.empty(), Optional.of(matches), beside);
    }

    private AnalysisResult match(float[] vector, OptionalInt type, JsonObject of) {
        LibraryQuery query = plan.query(vector, clock.instant());
        List<JsonValue> candidates = new ArrayList<>();
        libraries.require(plan.library()).search(query).forEach(candidate -> candidates.add(json(candidate)));
        return new AnalysisResult(Optional.empty(), type, Optional.of(JsonObject.builder().put("Kind", "Match")
                .put("Library", plan.library()).put("Of", of).put("Candidates", new JsonArray(candidates)).build()));
    }

    private static JsonObject json(Candidate candidate) {
        JsonObject.Builder attributes = JsonObject.builder();
        candidate.attributes().forEach(attributes::put);
        return JsonObject.builder().put("ID", candidate.id()).put("Score", JsonValue.of(Scores.rounded(candidate.score())))
                .put("Label", candidate.label()).put("DeviceID", candidate.device())
                .put("TakenMicros", Scores.micros(candidate.time())).put("Attributes", attributes.build()).build();
    }
}
