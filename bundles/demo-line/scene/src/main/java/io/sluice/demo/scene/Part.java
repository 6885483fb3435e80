package io.sluice.demo.scene;

import java.util.List;

/** A part on a board, with its joints' places in coordinates of the picture. */
interface Part {

    JointStyle style();

    /** Rows of joints; only neighbours in a row can be bridged. */
    List<List<Placement>> rows();

    /** What is printed on the board for it. */
    void drawPrint(Canvas canvas, Paint ink);

    /** The part itself, over its solder. */
    void drawBody(Canvas canvas, Lamp lamp);

    /** A soft shadow, away from the lamp. */
    static void shadow(Canvas canvas, Lamp lamp, Placement place, Shape shape, double height) {
        double dx = -Math.cos(lamp.azimuth()) * height;
        double dy = -Math.sin(lamp.azimuth()) * height;
        Placement fallen = Placement.at(place.x() + dx, place.y() + dy, place.angle());
        canvas.fill(fallen, shape, Paint.plain(0.01, 0.03, 0.02), 0.30 + 0.35 * lamp.lean(), height);
    }
}
