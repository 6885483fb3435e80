package io.sluice.api.result;

import java.util.Objects;

/**
 * A tracked thing entered or left a zone, or crossed a line.
 *
 * @param kind what happened
 * @param place name of the zone or line
 * @param trackId which thing
 * @param label what it is
 */
public record Crossing(Kind kind, String place, long trackId, String label) {

    /** What happened. */
    public enum Kind {
        ENTER,
        LEAVE,
        /** Over a line, from its left side to its right, seen from start to end. */
        CROSS_TO_RIGHT,
        /** Over a line, from its right side to its left, seen from start to end. */
        CROSS_TO_LEFT
    }

    public Crossing {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(label, "label");
    }
}
