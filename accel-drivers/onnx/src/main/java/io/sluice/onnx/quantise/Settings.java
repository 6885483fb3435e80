package io.sluice.onnx.quantise;

import java.util.HashSet;
import java.util.Set;

/**
 * What is quantised, and how.
 *
 * @param keptFloat first outputs of operators that go on in single precision
 * @param depthwise whether convolutions of each channel by itself are quantised as well: they have little to compute, so
 *     that turning numbers back and forth costs more than it saves
 * @param reducedRange weights of 7 bits, for x86 processors without VNNI, whose sums of two products saturate
 */
public record Settings(Set<String> keptFloat, boolean depthwise, boolean reducedRange) {

    public static final Settings DEFAULT = new Settings(Set.of(), false, false);

    public Settings {
        keptFloat = Set.copyOf(keptFloat);
    }

    /** Leaves further operators in single precision. */
    public Settings keeping(Set<String> more) {
        Set<String> kept = new HashSet<>(keptFloat);
        kept.addAll(more);
        return new Settings(kept, depthwise, reducedRange);
    }

    int most() {
        return reducedRange ? 63 : 127;
    }
}
