package io.sluice.api.model;

import java.util.Objects;

/**
 * One step of an algorithm.
 *
 * @param id unique within the algorithm
 * @param kind what does it
 * @param uses id of the model, or name of the operator
 * @param input id of the stage whose outcome it works on; empty for the whole picture. A detector's outcome is its boxes: what
 *     works on them is given each box by itself
 * @param arguments of it as a JSON object, of which {@code ${name}} in texts stands for an argument of the algorithm
 */
public record StageSpec(String id, Kind kind, String uses, String input, String arguments) {

    /** What does a step. */
    public enum Kind {
        /** A model of the algorithm. */
        MODEL,
        /** An {@link io.sluice.api.analysis.Operator}. */
        OPERATOR
    }

    public StageSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(uses, "uses");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(arguments, "arguments");
    }
}
