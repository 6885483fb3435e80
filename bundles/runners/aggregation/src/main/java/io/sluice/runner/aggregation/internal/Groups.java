package io.sluice.runner.aggregation.internal;

import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Results that belong together: the first that is in no group, and all that follow it within the tolerance.
 *
 * @param toleranceMillis 0 for those of the very same time
 */
record Groups(long toleranceMillis) {

    OptionalLong ripe(List<Input> waiting, long watermark, boolean quiet) {
        OptionalLong ripe = OptionalLong.empty();
        for (List<Input> group : of(waiting)) {
            long end = start(group) + toleranceMillis;
            if (end <= watermark) {
                ripe = OptionalLong.of(end);
            } else if (quiet) {
                ripe = OptionalLong.of(group.get(group.size() - 1).millis());
            }
        }
        return ripe;
    }

    List<List<Input>> of(List<Input> inputs) {
        List<List<Input>> groups = new ArrayList<>();
        for (Input input : inputs) {
            if (groups.isEmpty() || input.millis() > start(groups.get(groups.size() - 1)) + toleranceMillis) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(input);
        }
        return groups;
    }

    static long start(List<Input> group) {
        return group.get(0).millis();
    }

    static Operation.Made made(List<Input> group, List<AnalysisResult> parts, JsonObject extra) {
        Optional<TaskResultBody.ImageResult> picture =
                group.stream().flatMap(input -> input.body().taskResultData().imageResult().stream()).findFirst();
        return new Operation.Made("group-" + start(group), start(group),
                new TaskResultBody.Data(picture, Optional.empty(), Optional.of(parts), extra));
    }
}
