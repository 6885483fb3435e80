package io.sluice.demo.scene;

import java.util.SplittableRandom;

/** The bare board: green mask over copper, holes, print. */
final class Laminate {

    private static final Paint GOLD = Paint.grainy(0.78, 0.57, 0.28, 0.08, 3, 17);
    private static final Paint DARK = Paint.plain(0.05, 0.05, 0.05);

    private final SplittableRandom random;
    private final Placement place;
    private final Canvas canvas;
    private final Lamp lamp;
    private final int seed;
    private final double shade;
    private final double hue;

    Laminate(SplittableRandom random, Placement place, Canvas canvas, Lamp lamp) {
        this.random = random;
        this.place = place;
        this.canvas = canvas;
        this.lamp = lamp;
        seed = random.nextInt();
        shade = random.nextDouble(0.85, 1.15);
        hue = random.nextDouble(-0.02, 0.02);
    }

    Paint ink() {
        return Paint.grainy(0.83, 0.85, 0.80, 0.08, 2, seed);
    }

    void drawSheet(double width, double height) {
        Shape sheet = Shape.rectangle(width, height, 10);
        Part.shadow(canvas, lamp, place, sheet, 11);
        canvas.fill(place, sheet, Paint.plain(0.30, 0.36, 0.20));
        canvas.fill(place, Shape.rectangle(width - 4, height - 4, 9), (u, v, rgb) -> {
            double cloud = 1 + 0.07 * Grain.smooth(u / 70, v / 70, seed) + 0.035 * Grain.smooth(u / 3, v / 3, seed + 1);
            double k = shade * cloud;
            Paint.set(rgb, (0.045 + hue) * k, (0.285 + hue) * k, (0.145 - hue) * k);
        });
        canvas.fill(place, Shape.rectangle(width - 18, height - 18, 6).outlined(5), trace(), 0.55, 0.8);
    }

    /** From each joint a trace leads away, some to a via. */
    void drawTraces(Part part) {
        for (var row : part.rows()) {
            for (Placement joint : row) {
                double turn = random.nextInt(-1, 2) * Math.PI / 4;
                double out = random.nextDouble(26, 70);
                line(joint, out);
                Placement elbow = joint.then(out, 0, turn);
                double on = random.nextDouble(10, 60);
                line(elbow, on);
                if (random.nextInt(3) == 0) {
                    via(elbow.then(on, 0, 0));
                }
            }
        }
    }

    void drawHoles(double width, double height) {
        for (int corner = 0; corner < 4; corner++) {
            double x = ((corner & 1) == 0 ? -1 : 1) * (width / 2 - 22);
            double y = ((corner & 2) == 0 ? -1 : 1) * (height / 2 - 22);
            canvas.fill(place.then(x, y, 0), Shape.disc(14), GOLD);
            canvas.fill(place.then(x, y, 0), Shape.disc(8.5), DARK);
        }
        for (int i = 0; i < 14; i++) {
            via(place.then(random.nextDouble(-0.42, 0.42) * width, random.nextDouble(-0.42, 0.42) * height, 0));
        }
        Lettering.write(canvas, place.then(0, height / 2 - 15, 0), "SLUICE DEMO LINE  REV C", 1.9, ink(), 0.8);
    }

    private void via(Placement at) {
        if (onBoard(at, 12)) {
            canvas.fill(at, Shape.disc(6.5), trace());
            canvas.fill(at, Shape.disc(2.6), Paint.plain(0.03, 0.10, 0.06));
        }
    }

    private void line(Placement from, double length) {
        if (onBoard(from.then(length, 0, 0), 10)) {
            canvas.fill(from.then(length / 2, 0, 0), Shape.rectangle(length + 6, 6, 3), trace(), 0.9, 0.8);
        }
    }

    private boolean onBoard(Placement at, double margin) {
        return Math.abs(place.innerX(at.x(), at.y())) < Board.WIDTH / 2 - margin
                && Math.abs(place.innerY(at.x(), at.y())) < Board.HEIGHT / 2 - margin;
    }

    private Paint trace() {
        return (u, v, rgb) -> {
            double k = shade * (1 + 0.04 * Grain.smooth(u / 3, v / 3, seed + 2));
            Paint.set(rgb, (0.10 + hue) * k, (0.44 + hue) * k, (0.22 - hue) * k);
        };
    }
}
