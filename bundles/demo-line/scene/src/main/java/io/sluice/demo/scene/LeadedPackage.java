package io.sluice.demo.scene;

import java.util.ArrayList;
import java.util.List;

/** An integrated circuit with gull-wing leads on both long sides; its x axis runs along them. */
record LeadedPackage(Placement place, int leads, String name, String marking, int seed) implements Part {

    static final double PITCH = 46;

    /** Across the part, pads included. */
    static final double BREADTH = 228;

    private static final double BODY_BREADTH = 110;
    private static final JointStyle STYLE = new LeadJoint();

    static double length(int leads) {
        return leads * PITCH + 14;
    }

    @Override
    public JointStyle style() {
        return STYLE;
    }

    @Override
    public List<List<Placement>> rows() {
        double out = BODY_BREADTH / 2 - LeadJoint.BODY;
        List<Placement> upper = new ArrayList<>();
        List<Placement> lower = new ArrayList<>();
        for (int i = 0; i < leads; i++) {
            double along = (i - (leads - 1) / 2.0) * PITCH;
            upper.add(place.then(along, -out, -Math.PI / 2));
            lower.add(place.then(along, out, Math.PI / 2));
        }
        return List.of(upper, lower);
    }

    @Override
    public void drawPrint(Canvas canvas, Paint ink) {
        double length = length(leads);
        canvas.fill(place.then(-length / 2 - 13, 0, 0), Shape.rectangle(2, BODY_BREADTH, 1), ink, 0.85, 0.6);
        canvas.fill(place.then(length / 2 + 13, 0, 0), Shape.rectangle(2, BODY_BREADTH, 1), ink, 0.85, 0.6);
        canvas.fill(place.then(-length / 2 - 13, BODY_BREADTH / 2 + 14, 0), Shape.disc(4), ink, 0.85, 0.6);
        Lettering.write(canvas, place.then(length / 2 + 30, 0, 0), name, 2.2, ink, 0.9);
    }

    @Override
    public void drawBody(Canvas canvas, Lamp lamp) {
        double length = length(leads);
        Shape body = Shape.rectangle(length, BODY_BREADTH, 4);
        Part.shadow(canvas, lamp, place, body, 8);
        canvas.fill(place, body, Paint.grainy(0.115, 0.12, 0.128, 0.14, 1.5, seed));
        Shape bevel = Shape.rectangle(length - 7, BODY_BREADTH - 7, 3).outlined(3);
        canvas.fill(place, bevel, Paint.plain(0.2, 0.205, 0.215), 0.55, 1.4);
        canvas.fill(place.then(-length / 2, 0, 0), Shape.disc(11), Paint.plain(0.05, 0.05, 0.055));
        Placement firstLead = place.then(-length / 2 + 19, BODY_BREADTH / 2 - 19, 0);
        canvas.fill(firstLead, Shape.disc(6), Paint.plain(0.06, 0.06, 0.065));
        Paint print = Paint.plain(0.62, 0.63, 0.62);
        Lettering.write(canvas, place.then(8, -14, 0), marking, 2.6, print, 0.8);
        Lettering.write(canvas, place.then(8, 12, 0), "2618 " + (char) ('A' + (seed & 15)), 2.0, print, 0.65);
    }
}
