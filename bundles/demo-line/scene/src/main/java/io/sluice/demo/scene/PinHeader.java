package io.sluice.demo.scene;

import java.util.ArrayList;
import java.util.List;

/** A row of pins of a connector that sits on the other side; its x axis runs along them. */
record PinHeader(Placement place, int pins, String name) implements Part {

    static final double PITCH = 60;
    static final double BREADTH = 66;
    private static final JointStyle STYLE = new ThroughHoleJoint();

    static double length(int pins) {
        return pins * PITCH + 6;
    }

    @Override
    public JointStyle style() {
        return STYLE;
    }

    @Override
    public List<List<Placement>> rows() {
        List<Placement> row = new ArrayList<>();
        for (int i = 0; i < pins; i++) {
            row.add(place.then((i - (pins - 1) / 2.0) * PITCH, 0, 0));
        }
        return List.of(row);
    }

    @Override
    public void drawPrint(Canvas canvas, Paint ink) {
        double length = length(pins);
        canvas.fill(place, Shape.rectangle(length, BREADTH, 4).outlined(2.4), ink, 0.85, 0.6);
        canvas.fill(place.then(-length / 2 + PITCH + 3, 0, 0), Shape.rectangle(2, BREADTH, 1), ink, 0.5, 0.6);
        Lettering.write(canvas, place.then(-length / 2 - 20, 0, 0), name, 2.4, ink, 0.9);
    }

    @Override
    public void drawBody(Canvas canvas, Lamp lamp) {
        // It sits on the other side.
    }
}
