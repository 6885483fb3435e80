package io.sluice.demo.scene;

/** The joint of a gull-wing lead. The lead comes from the part's side, at {@link #BODY}. */
final class LeadJoint implements JointStyle {

    /** Where the part's body ends. */
    static final double BODY = -34;

    private static final double PAD_LENGTH = 44;
    private static final double PAD_BREADTH = 31;
    private static final Shape PAD = Shape.rectangle(PAD_LENGTH, PAD_BREADTH, 4);
    private static final Shape FOOT = Shape.rectangle(24, 14, 3);
    private static final Shape KNEE = Shape.rectangle(28, 14, 2);
    private static final double FOOT_AT = -5;
    private static final double KNEE_AT = -24;

    @Override
    public double length() {
        return PAD_LENGTH + 4;
    }

    @Override
    public double breadth() {
        return PAD_BREADTH + 4;
    }

    @Override
    public void drawSolder(Solder solder, Placement place, JointKind kind, int seed) {
        solder.pad(place, PAD, seed);
        double chance = 0.5 + 0.5 * Grain.white(seed, 1, 5);
        switch (kind) {
            case GOOD, BRIDGE -> {
                Shape shape = Shape.rectangle(PAD_LENGTH - 3, PAD_BREADTH - 2, 6).uneven(0.8, 6, seed);
                solder.bright(place, shape, heel(4.6, 9), seed);
            }
            case COLD -> {
                Shape shape = Shape.rectangle(PAD_LENGTH - 4, PAD_BREADTH - 3, 7).uneven(2.2, 5, seed);
                solder.dull(place, shape, heel(7, 9), seed);
            }
            case INSUFFICIENT -> {
                double length = 13 + 7 * chance;
                Placement aside = place.then(FOOT_AT + 3, 3 * Grain.white(seed, 2, 5), 0);
                Shape shape = Shape.rectangle(length, 18 + 3 * chance, 5).uneven(1.5, 6, seed);
                solder.bright(aside, shape, heel(5, 4), seed);
            }
            case MISSING -> { }
        }
    }

    @Override
    public void drawMetal(Solder solder, Placement place, JointKind kind) {
        if (kind == JointKind.MISSING) {
            solder.canvas().fill(place.then(FOOT_AT + 2, 2.5, 0), FOOT, Paint.plain(0.1, 0.07, 0.04), 0.6, 2.5);
        }
        solder.tinned(place.then(KNEE_AT, 0, 0), KNEE, 0.98);
        solder.tinned(place.then(FOOT_AT, 0, 0), FOOT, kind == JointKind.COLD ? 0.6 : 0.84);
    }

    @Override
    public void drawBridge(Solder solder, Placement first, Placement second, int seed) {
        JointStyle.bar(solder, first, second, 6 + 5 * Grain.white(seed, 5, 5), 17 + 4 * Grain.white(seed, 4, 5), seed);
    }

    /** Highest at the lead's foot, falling away from it within {@code width}. */
    private static Solder.Relief heel(double height, double width) {
        return (u, v) -> {
            double away = Math.max(0, FOOT.distance(u - FOOT_AT, v)) / width;
            return height * Math.pow(Math.max(0, 1 - away), 1.6);
        };
    }
}
