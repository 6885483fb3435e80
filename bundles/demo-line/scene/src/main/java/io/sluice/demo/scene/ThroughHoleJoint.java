package io.sluice.demo.scene;

/** The round joint of a pin that comes through the board. */
final class ThroughHoleJoint implements JointStyle {

    private static final double RADIUS = 22;
    private static final Shape PAD = Shape.disc(RADIUS);
    private static final Shape HOLE = Shape.disc(11);
    private static final Shape PIN = Shape.rectangle(11, 11, 3.5);

    @Override
    public double length() {
        return 2 * RADIUS + 4;
    }

    @Override
    public double breadth() {
        return 2 * RADIUS + 4;
    }

    @Override
    public void drawSolder(Solder solder, Placement place, JointKind kind, int seed) {
        solder.pad(place, PAD, seed);
        double chance = 0.5 + 0.5 * Grain.white(seed, 1, 5);
        switch (kind) {
            case GOOD, BRIDGE -> {
                double radius = RADIUS * (0.93 + 0.06 * chance);
                solder.bright(place, Shape.disc(radius).uneven(0.8, 7, seed), cone(radius, 13.5), seed);
            }
            case COLD -> {
                double radius = RADIUS * (0.86 + 0.12 * chance);
                solder.dull(place, Shape.disc(radius).uneven(2.4, 6, seed), cone(radius, 9), seed);
            }
            case INSUFFICIENT -> {
                hole(solder, place);
                double radius = RADIUS * (0.42 + 0.16 * chance);
                Placement aside = place.then(3 * Grain.white(seed, 2, 5), 3 * Grain.white(seed, 3, 5), 0);
                solder.bright(aside, Shape.disc(radius).uneven(2, 6, seed), cone(radius, 7), seed);
            }
            case MISSING -> hole(solder, place);
        }
    }

    @Override
    public void drawMetal(Solder solder, Placement place, JointKind kind) {
        solder.tinned(place.then(0, 0, 0.4), PIN, switch (kind) {
            case COLD -> 0.52;
            case MISSING -> 0.72;
            default -> 0.95;
        });
    }

    @Override
    public void drawBridge(Solder solder, Placement first, Placement second, int seed) {
        double thickness = 17 + 4 * Grain.white(seed, 4, 5);
        JointStyle.bar(solder, first, second, 5 * Grain.white(seed, 5, 5), thickness, seed);
    }

    private static void hole(Solder solder, Placement place) {
        solder.canvas().fill(place, HOLE.outlined(2), Paint.plain(0.55, 0.38, 0.18));
        solder.canvas().fill(place, HOLE, Paint.plain(0.045, 0.04, 0.035));
    }

    private static Solder.Relief cone(double radius, double height) {
        return (u, v) -> {
            double rest = Math.max(0, 1 - Math.sqrt(u * u + v * v) / radius);
            return height * Math.pow(rest, 1.7);
        };
    }
}
