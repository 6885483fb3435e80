package io.sluice.runner.aggregation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Gives what several sources found one identity each: things of one label that are alike by at least one mark. */
record Associate(Likeness likeness, long forgetMillis) implements Operation {

    private static final int MOST = 400;
    private static final int MOST_VECTOR_BYTES = 512 << 10;

    static Associate of(JsonNode arguments) {
        return new Associate(Likeness.of(arguments), arguments.path("ForgetSeconds").asLong() * 1000);
    }

    @Override
    public OptionalLong ripe(List<Input> waiting, long watermark, boolean quiet) {
        return Operation.ripeOneByOne(waiting, watermark);
    }

    @Override
    public Outcome work(List<Input> batch, JsonNode memory) {
        List<Identity> known = new ArrayList<>();
        memory.path("identities").forEach(saved -> known.add(Identity.read(saved)));
        long next = memory.path("next").asLong(1);
        List<Made> made = new ArrayList<>();
        for (Input input : batch) {
            known.removeIf(identity -> identity.last < input.millis() - forgetMillis);
            Map<AnalysisResult, Identity> found = new IdentityHashMap<>();
            List<Thing> things = Thing.of(List.of(input));
            assign(things, known, found);
            for (Thing thing : things) {
                Identity identity = found.get(thing.said());
                if (identity == null) {
                    identity = new Identity(next++, thing.label());
                    known.add(identity);
                    found.put(thing.said(), identity);
                }
                likeness.remember(thing, identity);
            }
            made.add(new Made(input.id(), input.millis(), told(input, found)));
        }
        return new Outcome(made, saved(known, next));
    }

    /** The most alike first; nobody is in one picture twice. */
    private void assign(List<Thing> things, List<Identity> known, Map<AnalysisResult, Identity> found) {
        record Pair(Thing thing, Identity identity, double alike) {}
        List<Pair> pairs = new ArrayList<>();
        for (Thing thing : things) {
            for (Identity identity : known) {
                double alike = identity.label.equals(thing.label()) ? likeness.of(thing, identity) : -1;
                if (alike >= 0) {
                    pairs.add(new Pair(thing, identity, alike));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::alike).reversed());
        Set<Identity> used = new HashSet<>();
        for (Pair pair : pairs) {
            if (!found.containsKey(pair.thing().said()) && used.add(pair.identity())) {
                found.put(pair.thing().said(), pair.identity());
            }
        }
    }

    private static TaskResultBody.Data told(Input input, Map<AnalysisResult, Identity> found) {
        TaskResultBody.Data data = Merge.passedOn(input);
        return new TaskResultBody.Data(data.imageResult(), data.videoResult(),
                data.analysisResult().map(parts -> parts.stream().map(part -> told(part, Optional.ofNullable(found.get(part)))).toList()),
                data.extra());
    }

    private static AnalysisResult told(AnalysisResult part, Optional<Identity> identity) {
        return identity.map(one -> new AnalysisResult(part.featureInfo(), part.type(),
                Optional.of(Json.with(part.resultData().orElseThrow(), "Identity", JsonValue.of(one.number))), part.extra())).orElse(part);
    }

    /** Those seen last, as many as a checkpoint takes. */
    private static JsonNode saved(List<Identity> known, long next) {
        ObjectNode memory = Json.MAPPER.createObjectNode().put("next", next);
        ArrayNode identities = memory.putArray("identities");
        int bytes = 0;
        List<Identity> latest = known.stream().sorted(Comparator.comparingLong((Identity one) -> one.last).reversed()
                .thenComparing(Comparator.comparingLong((Identity one) -> one.number).reversed())).limit(MOST).toList();
        for (Identity identity : latest) {
            bytes += identity.bytes();
            if (bytes <= MOST_VECTOR_BYTES) {
                identities.add(identity.saved());
            }
        }
        return memory;
    }
}
