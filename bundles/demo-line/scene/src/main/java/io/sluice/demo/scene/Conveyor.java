package io.sluice.demo.scene;

import java.util.List;
import java.util.SplittableRandom;

/** The belt with a board on it, and the rails beside the belt. */
final class Conveyor {

    /** Length of belt that carries one board. */
    static final int PITCH = 704;

    /** Height of either rail. */
    static final int RAIL = 44;

    private static final int RIB = 16;

    private final Lamp lamp;
    private final Develop develop;

    Conveyor(Lamp lamp, double blur) {
        this.lamp = lamp;
        develop = new Develop(lamp, blur);
    }

    /** A stretch of belt with one board; the next stretch begins where this ends. */
    record Stretch(YuvPicture picture, List<Joint> joints) {}

    Stretch stretch(SplittableRandom random, int height, double defects) {
        Canvas canvas = new Canvas(PITCH, height);
        Placement middle = Placement.at(PITCH / 2.0, height / 2.0, 0);
        canvas.fill(middle, Shape.rectangle(PITCH + 8, height + 8, 0), Conveyor::belt);
        double x = PITCH / 2.0 + random.nextDouble(-16, 16);
        double y = height / 2.0 + random.nextDouble(-14, 14);
        List<Joint> joints =
                Board.draw(random, Placement.at(x, y, random.nextDouble(-0.022, 0.022)), canvas, lamp, defects);
        return new Stretch(develop.picture(canvas), List.copyOf(joints));
    }

    /** A rail as long as the picture, seen from the belt's side at its lower edge. */
    YuvPicture rail(int width, boolean upper) {
        Canvas canvas = new Canvas(width, RAIL);
        double centre = RAIL / 2.0;
        canvas.fill(Placement.at(width / 2.0, centre, 0), Shape.rectangle(width + 8, RAIL + 8, 0), (u, v, rgb) -> {
            double across = upper ? v + centre : centre - v;
            double level = 0.50 + 0.14 * Math.sin(across / 5.5) + 0.02 * Grain.smooth(u / 60, v / 0.9, 5);
            level *= across > RAIL - 6 ? 0.35 : across > RAIL - 9 ? 1.35 : 1;
            Paint.set(rgb, level * 0.97, level, level * 1.03);
        });
        for (int x = 80; x < width; x += 160) {
            Placement bolt = Placement.at(x, upper ? 18 : RAIL - 18, 0.3 + x);
            canvas.fill(bolt, Shape.disc(9), Paint.plain(0.22, 0.22, 0.23), 0.8, 1.2);
            canvas.fill(bolt, Shape.disc(7), Paint.plain(0.62, 0.63, 0.65));
            canvas.fill(bolt, Shape.rectangle(6, 6, 1.5), Paint.plain(0.16, 0.16, 0.17));
        }
        return develop.picture(canvas);
    }

    private static void belt(double u, double v, float[] rgb) {
        double rib = Math.sin((u + PITCH / 2.0) * 2 * Math.PI / RIB);
        double weave = 0.010 * Grain.white((int) Math.floor(u / 2), (int) Math.floor(v / 2), 3);
        double level = 0.135 + 0.012 * rib + weave + 0.02 * (rib < -0.93 ? -1 : 0);
        Paint.set(rgb, level, level * 1.01, level * 1.04);
    }
}
