package io.sluice.demo.scene;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a solder joint has turned out. All but {@link #GOOD} are simulated defects. The order is that of the model's
 * classes.
 */
public enum JointKind {
    GOOD,
    /** Solder runs from one joint to its neighbour and connects them. */
    BRIDGE,
    /** Too little solder: part of the pad stays bare. */
    INSUFFICIENT,
    /** No solder at all: the bare pad shows. */
    MISSING,
    /** Not melted through: dull, grainy, without the highlights of a good joint. */
    COLD;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(JointKind::label).toList();
    }
}
