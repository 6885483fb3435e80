package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import java.util.List;
import java.util.OptionalLong;

/** Results of several tasks as one stream in the order of their times. */
final class Merge implements Operation {

    private static final String SOURCE = "Source";

    @Override
    public OptionalLong ripe(List<Input> waiting, long watermark, boolean quiet) {
        return Operation.ripeOneByOne(waiting, watermark);
    }

    @Override
    public Outcome work(List<Input> batch, JsonNode memory) {
        return new Outcome(batch.stream().map(input -> new Made(input.id(), input.millis(), passedOn(input))).toList(), memory);
    }

    /** The same with where it came from; one that was merged before keeps its first source. */
    static TaskResultBody.Data passedOn(Input input) {
        TaskResultBody.Data data = input.body().taskResultData();
        JsonObject extra = data.extra().get(SOURCE).isPresent()
                ? data.extra() : Json.with(data.extra(), SOURCE, input.source());
        return new TaskResultBody.Data(data.imageResult(), data.videoResult(), data.analysisResult(), extra);
    }
}
