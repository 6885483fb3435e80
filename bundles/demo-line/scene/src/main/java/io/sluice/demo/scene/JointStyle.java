package io.sluice.demo.scene;

/**
 * How joints of one construction look. (0, 0) of a joint's place is the middle of its box; leads and terminals point
 * along the x axis, away from the part.
 */
interface JointStyle {

    /** Size of the box, along and across. */
    double length();

    double breadth();

    /** The pad and its solder. A bridge's two joints are drawn as good ones. */
    void drawSolder(Solder solder, Placement place, JointKind kind, int seed);

    /** What lies over the solder: the lead or pin. */
    void drawMetal(Solder solder, Placement place, JointKind kind);

    /** Solder between two neighbours. */
    void drawBridge(Solder solder, Placement first, Placement second, int seed);

    default Box box(Placement place) {
        return place.around(length(), breadth());
    }

    /** A bar of solder from one point to another. */
    static void bar(Solder solder, Placement from, Placement to, double along, double thickness, int seed) {
        double x1 = from.outerX(along, 0);
        double y1 = from.outerY(along, 0);
        double x2 = to.outerX(along, 0);
        double y2 = to.outerY(along, 0);
        double length = Math.hypot(x2 - x1, y2 - y1);
        Placement place = Placement.at((x1 + x2) / 2, (y1 + y2) / 2, Math.atan2(y2 - y1, x2 - x1));
        Shape shape = Shape.rectangle(length, thickness, thickness / 2.5).uneven(2.2, 9, seed);
        double half = thickness / 2;
        solder.bright(place, shape, (u, v) -> {
            double across = Math.min(1, Math.abs(v) / half);
            return 7 * (1 - across * across);
        }, seed);
    }
}
