package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskResultBody;
import java.util.List;
import java.util.OptionalLong;

/**
 * What is made of results. The same inputs and memory make the same: after a crash it is done again, and what was sent already is
 * known by its key.
 */
interface Operation {

    /**
     * Up to which time results can be worked on.
     *
     * @param waiting in their order, not empty
     * @param watermark nothing of this time or before is still waited for
     * @param quiet no source is waited for
     * @return empty where nothing is complete yet
     */
    OptionalLong ripe(List<Input> waiting, long watermark, boolean quiet);

    /**
     * @param batch all up to the time that was ripe, in their order
     * @param memory of the operation; an empty object at first
     */
    Outcome work(List<Input> batch, JsonNode memory);

    /** @param memory at most some hundred kilobytes */
    record Outcome(List<Made> made, JsonNode memory) {}

    /**
     * A result.
     *
     * @param key unique within the task, and the same when it is made again
     * @param millis what it is about, since 1970
     */
    record Made(String key, long millis, TaskResultBody.Data data) {

        /** The same, telling what was left out so far. */
        Made with(State state) {
            JsonObject told = JsonObject.builder().put("Late", state.late()).put("Twice", state.duplicates()).build();
            return new Made(key, millis, new TaskResultBody.Data(data.imageResult(), data.videoResult(), data.analysisResult(),
                    Json.with(data.extra(), "Aggregation", told)));
        }
    }

    static Operation of(Wish wish, List<String> tasks) {
        return switch (wish.operation()) {
            case "merge" -> new Merge();
            case "sort" -> Sort.of(wish.arguments());
            case "check" -> Check.of(wish.arguments(), tasks);
            case "associate" -> Associate.of(wish.arguments());
            case "fuse" -> Fuse.of(wish.arguments(), tasks);
            case "join" -> Join.of(wish.arguments());
            default -> throw new IllegalArgumentException(wish.operation());
        };
    }

    /** Where each result stands for itself. */
    static OptionalLong ripeOneByOne(List<Input> waiting, long watermark) {
        return waiting.stream().mapToLong(Input::millis).takeWhile(millis -> millis <= watermark).max();
    }
}
