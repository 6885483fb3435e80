package io.sluice.algorithm.vector;

import java.util.List;

/**
 * What came of a test vector.
 *
 * @param passed whether it is within the tolerance
 * @param lines what was found and what was expected, with the numbers, for people
 */
public record Verdict(boolean passed, List<String> lines) {

    public Verdict {
        lines = List.copyOf(lines);
    }
}
