package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Boxes of several algorithms for one picture as one set of boxes. Weighted: boxes of one thing become their mean by score and
 * weight, and the score falls with each source that did not see it (weighted boxes fusion, arXiv 1910.13302). Best: of each thing the
 * box with the highest score (non-maximum suppression).
 *
 * @param weights of tasks
 */
record Fuse(Groups groups, boolean weighted, double overlap, Map<String, Double> weights, double leastScore)
        implements Operation {

    static Fuse of(JsonNode arguments, List<String> tasks) {
        Map<String, Double> weights = new HashMap<>();
        tasks.forEach(task -> weights.put(task, arguments.path("Weights").path(task).asDouble(1)));
        return new Fuse(new Groups(arguments.path("ToleranceMillis").asLong()),
                arguments.path("Method").asText().equals("weighted"), arguments.path("Overlap").asDouble(), weights,
                arguments.path("LeastScore").asDouble());
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
        Set<String> sources = new HashSet<>();
        group.forEach(input -> sources.add(input.task()));
        double all = sources.stream().mapToDouble(weights::get).sum();
        List<Pile> piles = new ArrayList<>();
        Thing.of(group).stream().sorted(Comparator.comparingDouble(this::weight).reversed()).forEach(thing ->
                piles.stream().filter(pile -> pile.takes(thing, overlap)).findFirst().ifPresentOrElse(
                        pile -> pile.add(thing, weight(thing)), () -> piles.add(new Pile(thing, weight(thing)))));
        List<AnalysisResult> parts = piles.stream().map(pile -> weighted ? pile.mean(all, weights) : pile.best())
                .filter(part -> Json.finite(part.resultData().orElseThrow(), "Score") >= leastScore).toList();
        JsonObject told = JsonObject.builder().put("Sources", sources.size()).put("Boxes", piles.stream().mapToInt(Pile::size).sum())
                .build();
        return Groups.made(group, parts, JsonObject.builder().put("Fusion", told).build());
    }

    private double weight(Thing thing) {
        return thing.score() * weights.get(thing.task());
    }

    /** Boxes of one thing. Its box is the mean so far, by which more are taken. */
    private static final class Pile {

        private final List<Thing> things = new ArrayList<>();
        private Optional<Box> box;
        private double sum;

        Pile(Thing first, double weight) {
            box = first.box();
            things.add(first);
            sum = weight;
        }

        boolean takes(Thing thing, double overlap) {
            Thing first = things.get(0);
            return new Thing(first.from(), first.said(), first.label(), first.score(), box).same(thing, overlap);
        }

        void add(Thing thing, double weight) {
            things.add(thing);
            double part = sum + weight > 0 ? weight / (sum + weight) : 0;
            sum += weight;
            box = box.map(mine -> between(mine, thing.box().orElseThrow(), part));
        }

        int size() {
            return things.size();
        }

        AnalysisResult best() {
            Thing first = things.get(0);
            return new AnalysisResult(first.said().featureInfo(), first.said().type(), Optional.of(counted(first.data())));
        }

        AnalysisResult mean(double all, Map<String, Double> weights) {
            Thing first = things.get(0);
            // A source that has several boxes of one thing counts once, by its best.
            Map<String, Double> best = new HashMap<>();
            things.forEach(thing -> best.merge(thing.task(), thing.score(), Math::max));
            double score = best.entrySet().stream().mapToDouble(one -> one.getValue() * weights.get(one.getKey())).sum() / all;
            JsonObject data = Json.with(counted(first.data()), "Score", Json.number(score));
            return new AnalysisResult(first.said().featureInfo(), first.said().type(),
                    Optional.of(box.map(mean -> Json.with(data, "Box", mean.told())).orElse(data)));
        }

        private JsonObject counted(JsonObject data) {
            return Json.with(data, "Sources", JsonValue.of(things.stream().map(Thing::task).distinct().count()));
        }

        private static Box between(Box one, Box other, double part) {
            return new Box(one.x() + (other.x() - one.x()) * part, one.y() + (other.y() - one.y()) * part,
                    one.width() + (other.width() - one.width()) * part, one.height() + (other.height() - one.height()) * part);
        }
    }
}
