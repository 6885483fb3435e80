package io.sluice.analytics.internal;

import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.accel.Placement;
import io.sluice.api.analysis.Operator;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.StageSpec;
import java.util.Map;
import java.util.Optional;

/**
 * All that makes up a loaded algorithm: where one of these is another, the algorithm is loaded anew.
 *
 * @param algorithm in one version
 * @param use what it is loaded for
 * @param placement where its models find their places; empty where there is none
 * @param operators those of its operators that are there
 */
record Wanted(AlgorithmDescriptor algorithm, Use use, Optional<Placement> placement, Map<String, Operator> operators) {

    Optional<Operator> operator(String name) {
        return Optional.ofNullable(operators.get(name));
    }

    /** The same, promised nothing. */
    Wanted withoutReserve() {
        return new Wanted(algorithm, use.withoutReserve(), placement, operators);
    }

    /** Name of an operator that it needs and that is not there. */
    Optional<String> missingOperator() {
        return algorithm.stages().stream()
                .filter(stage -> stage.kind() == StageSpec.Kind.OPERATOR)
                .map(StageSpec::uses)
                .filter(name -> !operators.containsKey(name))
                .findFirst();
    }

    /** Where there is no placement, whoever needs one is told so. */
    Placement placementOrNone() {
        return placement.orElse(demand -> {
            throw new UnavailableException("analysis.accelerator.missing", "There is no accelerator at present.",
                    "See the status of the accelerators.", null);
        });
    }
}
