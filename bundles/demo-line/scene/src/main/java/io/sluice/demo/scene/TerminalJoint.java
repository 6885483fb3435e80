package io.sluice.demo.scene;

/** The fillet at the end of a chip part. The part's end face lies at {@link #FACE}. */
final class TerminalJoint implements JointStyle {

    /** Where the part ends and the fillet begins. */
    static final double FACE = -10;

    private static final double PAD_LENGTH = 42;
    private static final double PAD_BREADTH = 46;
    private static final double FILLET = PAD_LENGTH / 2 - FACE;
    private static final Shape PAD = Shape.rectangle(PAD_LENGTH, PAD_BREADTH, 5);

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
                double length = FILLET * (0.90 + 0.07 * chance);
                Shape shape = blob(length, PAD_BREADTH - 3, 1.0, seed);
                solder.bright(centred(place, length), shape, slope(length, 15), seed);
            }
            case COLD -> {
                double length = FILLET * (0.80 + 0.16 * chance);
                Shape shape = blob(length, PAD_BREADTH - 5, 2.6, seed);
                solder.dull(centred(place, length), shape, slope(length, 11), seed);
            }
            case INSUFFICIENT -> {
                double length = FILLET * (0.26 + 0.16 * chance);
                double breadth = PAD_BREADTH * (0.55 + 0.3 * chance);
                Placement aside = centred(place, length).then(0, 5 * Grain.white(seed, 2, 5), 0);
                solder.bright(aside, blob(length, breadth, 1.8, seed), slope(length, 7), seed);
            }
            case MISSING -> { }
        }
    }

    @Override
    public void drawMetal(Solder solder, Placement place, JointKind kind) {
        // The end cap belongs to the part, which draws it.
    }

    @Override
    public void drawBridge(Solder solder, Placement first, Placement second, int seed) {
        JointStyle.bar(solder, first, second, 6, 16 + 3 * Grain.white(seed, 4, 5), seed);
    }

    private static Placement centred(Placement place, double length) {
        return place.then(FACE + length / 2 - 2, 0, 0);
    }

    private static Shape blob(double length, double breadth, double depth, int seed) {
        double corner = Math.min(length / 2.2, 7);
        return Shape.rectangle(length + 4, breadth, corner).uneven(depth, 7, seed);
    }

    /** Concave from the end face down to the pad, rounded off at the sides. */
    private static Solder.Relief slope(double length, double height) {
        return (u, v) -> {
            double rest = Math.min(1, Math.max(0, 0.5 - u / length));
            double side = v / (PAD_BREADTH / 2);
            return height * Math.pow(rest, 1.6) - 4 * side * side * side * side;
        };
    }
}
