package io.sluice.analytics.internal.track;

import io.sluice.api.frame.Region;

/** How alike two boxes are, 0 to 1. */
enum Similarity {
    /** Overlap of the boxes. */
    OVERLAP {
        @Override
        double of(Region one, Region other) {
            return one.overlap(other);
        }
    },
    /** Overlap of the boxes with a rim around them: finds fast things again whose boxes do not touch any more. */
    NEARNESS {
        @Override
        double of(Region one, Region other) {
            return rimmed(one).overlap(rimmed(other));
        }
    };

    private static final double RIM = 0.5;

    abstract double of(Region one, Region other);

    private static Region rimmed(Region box) {
        return new Region(box.x() - RIM * box.width(), box.y() - RIM * box.height(),
                box.width() * (1 + 2 * RIM), box.height() * (1 + 2 * RIM));
    }
}
