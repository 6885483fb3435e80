package io.sluice.analytics.internal.place;

import io.sluice.api.frame.Point;

/**
 * On which of two sides of a border one thing is. A change counts only once the thing was seen clearly on the other
 * side several times over some time, so that a box that jitters on the border or jumps for a picture changes nothing.
 */
final class SideMemory {

    /** Where a sighting was. */
    enum Side {
        FIRST,
        SECOND,
        /** Too near to the border to tell. */
        UNCLEAR
    }

    private static final int LEAST_SIGHTINGS = 2;
    private static final double LEAST_SECONDS = 0.1;

    private final boolean firstAtOnce;
    private Side settled = Side.UNCLEAR;
    private Point lastSettled;
    private Side pending = Side.UNCLEAR;
    private int sightings;
    private double since;

    /** @param firstAtOnce whether the first clear sighting settles at once; only changes are then waited with */
    SideMemory(boolean firstAtOnce) {
        this.firstAtOnce = firstAtOnce;
    }

    /** @return whether the thing is settled on another side than before, or for the first time */
    boolean see(Side side, Point at, double seconds) {
        if (side == Side.UNCLEAR || side == settled) {
            if (side == settled && settled != Side.UNCLEAR) {
                lastSettled = at;
                pending = Side.UNCLEAR;
            }
            return false;
        }
        if (side != pending) {
            pending = side;
            sightings = 0;
            since = seconds;
        }
        sightings++;
        boolean first = firstAtOnce && settled == Side.UNCLEAR;
        if (!first && (sightings < LEAST_SIGHTINGS || seconds - since < LEAST_SECONDS)) {
            return false;
        }
        settled = side;
        pending = Side.UNCLEAR;
        return true;
    }

    Side settled() {
        return settled;
    }

    /**
     * Where the thing was last seen on its settled side, moved on to the given place: the answer is the place before.
     * Without one before, the answer is the given place.
     */
    Point moveTo(Point at) {
        Point before = lastSettled == null ? at : lastSettled;
        lastSettled = at;
        return before;
    }
}
