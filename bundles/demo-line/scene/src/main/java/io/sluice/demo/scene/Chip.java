package io.sluice.demo.scene;

import java.util.List;

/** A resistor or ceramic capacitor with a terminal at either end. */
record Chip(Placement place, boolean resistor, String name, String marking, int seed) implements Part {

    /** Along the part, pads included. */
    static final double LENGTH = 152;

    private static final double BODY_LENGTH = 88;
    private static final double BREADTH = 44;
    private static final double CAP = 15;
    private static final JointStyle STYLE = new TerminalJoint();
    private static final Shape BODY = Shape.rectangle(BODY_LENGTH, BREADTH, 3.5);
    private static final Shape CAP_SHAPE = Shape.rectangle(CAP, BREADTH + 1, 3);

    @Override
    public JointStyle style() {
        return STYLE;
    }

    @Override
    public List<List<Placement>> rows() {
        double out = BODY_LENGTH / 2 - TerminalJoint.FACE;
        return List.of(List.of(place.then(out, 0, 0)), List.of(place.then(-out, 0, Math.PI)));
    }

    @Override
    public void drawPrint(Canvas canvas, Paint ink) {
        canvas.fill(place, Shape.rectangle(LENGTH + 10, BREADTH + 18, 6).outlined(2), ink, 0.85, 0.6);
        Lettering.write(canvas, place.then(0, -BREADTH / 2 - 19, 0), name, 2.0, ink, 0.9);
    }

    @Override
    public void drawBody(Canvas canvas, Lamp lamp) {
        Part.shadow(canvas, lamp, place, Shape.rectangle(BODY_LENGTH - 2 * CAP, BREADTH, 3), 5);
        double tone = 1 + 0.12 * Grain.white(seed, 8, 3);
        Paint cover = resistor
                ? Paint.grainy(0.085 * tone, 0.088 * tone, 0.10 * tone, 0.12, 1.6, seed)
                : Paint.grainy(0.60 * tone, 0.49 * tone, 0.36 * tone, 0.06, 2.4, seed);
        canvas.fill(place, BODY, cover);
        Shape rim = Shape.rectangle(BODY_LENGTH - 2 * CAP, BREADTH, 2).outlined(2);
        canvas.fill(place, rim, Paint.plain(0.03, 0.03, 0.03), 0.4, 1);
        for (int end = -1; end <= 1; end += 2) {
            canvas.fill(place.then(end * (BODY_LENGTH - CAP) / 2, 0, 0), CAP_SHAPE, (u, v, rgb) -> {
                double round = 1 - 0.35 * Math.pow(Math.abs(v) / (BREADTH / 2), 6);
                double level = round * (0.70 + 0.05 * Grain.smooth(u / 4, v / 9, seed));
                Paint.set(rgb, level, level, 0.98 * level);
            });
        }
        if (resistor) {
            Lettering.write(canvas, place, marking, 2.3, Paint.plain(0.82, 0.82, 0.80), 0.9);
        }
    }
}
