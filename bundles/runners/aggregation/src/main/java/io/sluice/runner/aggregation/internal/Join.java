package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Conclusions from what sources of several kinds say at one time: pictures, sounds, values that were measured. */
record Join(Groups groups, List<Rule> rules) implements Operation {

    private static final int MOST_EVIDENCE = 16;

    /** @param say label of the conclusion, drawn where all conditions hold */
    record Rule(String say, List<Condition> all) {}

    /**
     * @param task whose; empty for any
     * @param label of a thing; empty for a value or any thing
     * @param name of a value; empty for a thing
     * @param none holds where there is nothing of the kind
     */
    record Condition(String task, String label, String name, double least, double most, boolean none) {

        List<AnalysisResult> met(List<Thing> things, List<Reading> readings) {
            Stream<AnalysisResult> found = name.isEmpty()
                    ? things.stream().filter(thing -> (task.isEmpty() || thing.task().equals(task))
                            && (label.isEmpty() || thing.label().equals(label)) && within(thing.score())).map(Thing::said)
                    : readings.stream().filter(reading -> (task.isEmpty() || reading.from().task().equals(task))
                            && reading.name().equals(name) && within(reading.value())).map(Reading::said);
            return found.limit(MOST_EVIDENCE).toList();
        }

        private boolean within(double value) {
            return value >= least && value <= most;
        }
    }

    static Join of(JsonNode arguments) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : arguments.path("Rules")) {
            List<Condition> conditions = new ArrayList<>();
            rule.path("All").forEach(condition -> conditions.add(new Condition(condition.path("Task").asText(),
                    condition.path("Label").asText(), condition.path("Name").asText(),
                    condition.path("Least").asDouble(Double.NEGATIVE_INFINITY),
                    condition.path("Most").asDouble(Double.POSITIVE_INFINITY), condition.path("None").asBoolean())));
            rules.add(new Rule(rule.path("Say").asText(), conditions));
        }
        return new Join(new Groups(arguments.path("ToleranceMillis").asLong()), rules);
    }

    @Override
    public OptionalLong ripe(List<Input> waiting, long watermark, boolean quiet) {
        return groups.ripe(waiting, watermark, quiet);
    }

    /** Groups of which nothing is concluded make no result. */
    @Override
    public Outcome work(List<Input> batch, JsonNode memory) {
        List<Made> made = new ArrayList<>();
        for (List<Input> group : groups.of(batch)) {
            List<Thing> things = Thing.of(group);
            List<Reading> readings = Reading.of(group);
            List<AnalysisResult> said = rules.stream().flatMap(rule -> conclusion(rule, things, readings).stream()).toList();
            if (!said.isEmpty()) {
                made.add(Groups.made(group, said, JsonObject.EMPTY));
            }
        }
        return new Outcome(made, memory);
    }

    private static Optional<AnalysisResult> conclusion(Rule rule, List<Thing> things, List<Reading> readings) {
        List<JsonValue> evidence = new ArrayList<>();
        for (Condition condition : rule.all()) {
            List<AnalysisResult> met = condition.met(things, readings);
            if (met.isEmpty() != condition.none()) {
                return Optional.empty();
            }
            met.forEach(part -> evidence.add(part.resultData().orElseThrow()));
        }
        return Optional.of(new AnalysisResult(Optional.empty(), OptionalInt.of(AnalysisResult.SCENE), Optional.of(JsonObject.builder()
                .put("Kind", "Detection").put("Label", rule.say()).put("Score", Json.number(1))
                .put("Evidence", new JsonArray(evidence)).build())));
    }
}
