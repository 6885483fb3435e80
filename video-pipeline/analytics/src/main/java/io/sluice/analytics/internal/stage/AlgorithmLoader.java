package io.sluice.analytics.internal.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.Placement;
import io.sluice.api.analysis.Operator;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.StageSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes an algorithm ready to look at pictures: finds places for its models, binds and warms them, opens its operators.
 *
 * @param placement where models find their places
 * @param operators by name
 */
public record AlgorithmLoader(Placement placement, Function<String, Optional<Operator>> operators) {

    /** Ahead of nothing and behind nothing: cameras are alike unless somebody says otherwise. */
    private static final int PRIORITY = 10;

    /**
     * @throws RejectedException when a model or stage is unfit, or a model's worst case does not fit
     * @throws io.sluice.api.error.InvalidInputException when the arguments are wrong
     * @throws io.sluice.api.error.UnavailableException when there is no device at present, or not what an operator works with
     * @throws OperatorMissing when an operator is not there
     */
    public LoadedAlgorithm load(AlgorithmDescriptor algorithm, Use use) {
        StageArguments arguments = new StageArguments(algorithm.argumentsSchema(), use.arguments());
        Building building = new Building(algorithm, use, arguments);
        try {
            for (StageSpec spec : algorithm.stages()) {
                building.add(spec);
            }
            return building.done();
        } catch (RuntimeException | Error error) {
            building.stages.values().forEach(Stage::close);
            throw error;
        }
    }

    private final class Building {

        private final AlgorithmDescriptor algorithm;
        private final Use use;
        private final StageArguments arguments;
        private final Map<String, Stage> stages = new HashMap<>();
        private final List<Stage> order = new ArrayList<>();
        private final List<Network> networks = new ArrayList<>();

        Building(AlgorithmDescriptor algorithm, Use use, StageArguments arguments) {
            this.algorithm = algorithm;
            this.use = use;
            this.arguments = arguments;
        }

        void add(StageSpec spec) {
            Optional<Stage> source = spec.input().isEmpty()
                    ? Optional.empty() : Optional.ofNullable(stages.get(spec.input()));
            if (source.isEmpty() && !spec.input().isEmpty()) {
                throw unfit(spec, "works on the outcome of '" + spec.input() + "', which is no stage before it");
            }
            if (stages.containsKey(spec.id())) {
                throw unfit(spec, "is there a second time");
            }
            JsonNode filled = arguments.of(spec);
            Stage stage = spec.kind() == StageSpec.Kind.MODEL
                    ? model(spec, source, filled) : operator(spec, source, filled);
            stages.put(spec.id(), stage);
            order.add(stage);
        }

        LoadedAlgorithm done() {
            if (order.isEmpty()) {
                throw new RejectedException("algorithm.stage.unfit",
                        "The algorithm " + algorithm.id() + " has no stages.", "Correct the algorithm.", null);
            }
            return new LoadedAlgorithm(algorithm, order, networks);
        }

        private Stage model(StageSpec spec, Optional<Stage> source, JsonNode filled) {
            ModelDescriptor model = algorithm.model(spec.uses())
                    .orElseThrow(() -> unfit(spec, "uses the model '" + spec.uses() + "', which it does not have"));
            BoxArguments boxes = BoxArguments.of(filled);
            Lease lease = placement.place(new Demand(use.user(), model, use.framesPerSecond(), PRIORITY));
            Network network;
            try {
                network = new Network(lease, model);
            } catch (RuntimeException | Error error) {
                lease.close();
                throw error;
            }
            networks.add(network);
            return source.isEmpty() ? new NetworkStage(network, source)
                    : new FollowingStage(new NetworkStage(network, source),
                            new BoxNetworkStage(network, source.get(), boxes), source.get());
        }

        private Stage operator(StageSpec spec, Optional<Stage> source, JsonNode filled) {
            Operator operator =
                    operators.apply(spec.uses()).orElseThrow(() -> new OperatorMissing(spec.uses()));
            return new OperatorStage(operator.open(filled.toString()), source);
        }

        private RejectedException unfit(StageSpec spec, String what) {
            return new RejectedException("algorithm.stage.unfit",
                    "The stage " + spec.id() + " of the algorithm " + algorithm.id() + " " + what + ".",
                    "Correct the stages of the algorithm.", null);
        }
    }
}
