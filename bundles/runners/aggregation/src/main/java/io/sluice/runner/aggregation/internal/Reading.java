package io.sluice.runner.aggregation.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.List;

/** A value that was measured, as docs/protocol.md tells parts of results. */
record Reading(Input from, AnalysisResult said, String name, double value) {

    static List<Reading> of(List<Input> inputs) {
        List<Reading> readings = new ArrayList<>();
        for (Input input : inputs) {
            for (AnalysisResult part : Thing.parts(input)) {
                JsonObject data = part.resultData().orElse(JsonObject.EMPTY);
                double value = Json.finite(data, "Value");
                if ("Measurement".equals(data.text("Kind").orElse("")) && !Double.isNaN(value)) {
                    data.text("Name").ifPresent(name -> readings.add(new Reading(input, part, name, value)));
                }
            }
        }
        return readings;
    }
}
