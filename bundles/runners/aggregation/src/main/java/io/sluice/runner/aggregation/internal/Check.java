package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether several tasks found the same: each has a vote, what enough of them say is passed on, what only some say is told as a
 * contradiction.
 *
 * @param overlap from which on two boxes are of one thing
 * @param votes that are enough; more than half of those that sent something, where nothing is said
 * @param difference up to which two measured values agree
 */
record Check(Groups groups, double overlap, Optional<Integer> votes, double difference, List<String> tasks)
        implements Operation {

    static Check of(JsonNode arguments, List<String> tasks) {
        return new Check(new Groups(arguments.path("ToleranceMillis").asLong()), arguments.path("Overlap").asDouble(),
                arguments.has("Votes") ? Optional.of(arguments.path("Votes").asInt()) : Optional.empty(),
                arguments.path("Difference").asDouble(), tasks);
    }

    @Override
    public OptionalLong ripe(List<Input> waiting, long watermark, boolean quiet) {
        return groups.ripe(waiting, watermark, quiet);
    }

    @Override
    public Outcome work(List<Input> batch, JsonNode memory) {
        return new Outcome(groups.of(batch).stream().map(this::made).toList(), memory);
    }

    private Made made(List<Input> group) {
        Set<String> voters = new TreeSet<>();
        group.forEach(input -> voters.add(input.task()));
        int enough = votes.orElse(voters.size() / 2 + 1);
        List<AnalysisResult> agreed = new ArrayList<>();
        List<JsonValue> contradictions = new ArrayList<>();
        for (Ballot ballot : ballots(group)) {
            Set<String> against = new TreeSet<>(voters);
            against.removeAll(ballot.by.keySet());
            if (ballot.by.size() >= enough) {
                agreed.add(ballot.told(voters.size()));
            }
            if (!against.isEmpty()) {
                contradictions.add(Json.with(Json.with(ballot.best().resultData().orElseThrow(), "For", names(ballot.by.keySet())),
                        "Against", names(against)));
            }
        }
        Set<String> silent = new LinkedHashSet<>(tasks);
        silent.removeAll(voters);
        JsonObject told = JsonObject.builder().put("Voters", voters.size()).put("Votes", enough).put("Agreed", agreed.size())
                .put("Contradictions", new JsonArray(contradictions)).put("Silent", names(silent)).build();
        return Groups.made(group, agreed, JsonObject.builder().put("Check", told).build());
    }

    /** Things first, the surest first; each task has one vote for a thing. */
    private List<Ballot> ballots(List<Input> group) {
        List<Ballot> ballots = new ArrayList<>();
        Thing.of(group).stream().sorted(Comparator.comparingDouble(Thing::score).reversed()).forEach(thing ->
                ballots.stream().filter(ballot -> ballot.takes(thing, overlap)).findFirst()
                        .ifPresentOrElse(ballot -> ballot.by.put(thing.task(), thing.said()),
                                () -> ballots.add(Ballot.of(thing))));
        Map<String, List<Reading>> named = new LinkedHashMap<>();
        Reading.of(group).forEach(reading -> named.computeIfAbsent(reading.name(), name -> new ArrayList<>()).add(reading));
        named.values().forEach(readings -> ballots.addAll(values(readings)));
        return ballots;
    }

    /** Values of one name: those next to each other, each within the difference of the least, are one. */
    private List<Ballot> values(List<Reading> readings) {
        List<Ballot> ballots = new ArrayList<>();
        double least = Double.NaN;
        for (Reading reading : readings.stream().sorted(Comparator.comparingDouble(Reading::value)).toList()) {
            if (ballots.isEmpty() || reading.value() > least + difference) {
                ballots.add(new Ballot(Optional.empty(), new LinkedHashMap<>()));
                least = reading.value();
            }
            ballots.get(ballots.size() - 1).by.putIfAbsent(reading.from().task(), reading.said());
        }
        return ballots;
    }

    private static JsonArray names(Collection<String> names) {
        return new JsonArray(names.stream().map(JsonValue::of).toList());
    }

    /** Who says one thing. */
    private record Ballot(Optional<Thing> first, Map<String, AnalysisResult> by) {

        static Ballot of(Thing thing) {
            Ballot ballot = new Ballot(Optional.of(thing), new LinkedHashMap<>());
            ballot.by.put(thing.task(), thing.said());
            return ballot;
        }

        boolean takes(Thing thing, double overlap) {
            return !by.containsKey(thing.task()) && first.map(mine -> mine.same(thing, overlap)).orElse(false);
        }

        /** Of things the surest; of values that in the middle. */
        AnalysisResult best() {
            return by.values().stream().skip(first.isPresent() ? 0 : (by.size() - 1) / 2).findFirst().orElseThrow();
        }

        AnalysisResult told(int voters) {
            JsonObject data = Json.with(best().resultData().orElseThrow(), "Votes", JsonValue.of(by.size()));
            return new AnalysisResult(best().featureInfo(), best().type(),
                    Optional.of(Json.with(data, "Voters", JsonValue.of(voters))));
        }
    }
}
