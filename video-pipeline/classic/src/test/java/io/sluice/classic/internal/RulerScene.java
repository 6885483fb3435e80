package io.sluice.classic.internal;

import java.util.Locale;
import java.util.Random;
import org.opencv.core.Mat;

/**
 * Renders a ruler of two metres, with blocks of one centimetre in the manner of a staff gauge, that stands in water before a
 * bank. Everything is computed pixel by pixel from the geometry, so the true level is known exactly.
 *
 * @param tilt degrees that the ruler leans to the right
 * @param noise deviation of the sensor's noise
 * @param water what the water looks like
 */
record RulerScene(double tilt, double noise, Water water) {

    /** What is seen of the ruler below the line. */
    enum Water {
        /** Nothing: brown water. */
        MUDDY,
        /** Its reflection, dimmed, tinted and broken by waves. */
        MIRROR,
        /** Its lower part, dimmed and greenish. */
        CLEAR,
        /** Its reflection as an infrared camera sees it at night: no colours. */
        NIGHT
    }

    private static final int WIDTH = 960;
    private static final int HEIGHT = 720;
    private static final double LENGTH = 600;
    private static final double METRES = 2;
    private static final double BREADTH = 36;
    private static final double TOP_X = 480;
    private static final double TOP_Y = 60;

    /** @param level in metres by the ruler, whose lower end is at 0; below that it stands dry */
    Mat render(double level, long seed) {
        Random random = new Random(seed);
        double phase = random.nextDouble() * 6;
        double lean = Math.toRadians(tilt);
        double lineY = TOP_Y + (METRES - level) / METRES * LENGTH * Math.cos(lean);
        byte[] row = new byte[WIDTH * 3];
        Mat picture = Shots.plain(WIDTH, HEIGHT, 0, 0, 0);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double[] colour = y < lineY ? dry(x, y, lean) : wet(x, y, lineY, lean, phase);
                for (int channel = 0; channel < 3; channel++) {
                    row[x * 3 + channel] = (byte) Math.max(0, Math.min(255, Math.round(colour[channel])));
                }
            }
            picture.put(y, 0, row);
        }
        Shots.blur(picture, 3);
        Shots.noise(picture, noise, seed);
        return picture;
    }

    /** Calibration from what a person would click: the ruler's ends and its middle. */
    String arguments(int smoothing) {
        return String.format(Locale.ROOT, "{\"smoothing\":%d,\"width\":%f,\"points\":[%s,%s,%s]}", smoothing,
                BREADTH / WIDTH, point(2), point(1), point(0));
    }

    private String point(double metres) {
        double along = (METRES - metres) / METRES * LENGTH;
        double lean = Math.toRadians(tilt);
        return String.format(Locale.ROOT, "{\"x\":%f,\"y\":%f,\"metres\":%f}",
                (TOP_X - along * Math.sin(lean)) / WIDTH, (TOP_Y + along * Math.cos(lean)) / HEIGHT, metres);
    }

    private double[] dry(double x, double y, double lean) {
        double along = -(x - TOP_X) * Math.sin(lean) + (y - TOP_Y) * Math.cos(lean);
        double aside = (x - TOP_X) * Math.cos(lean) + (y - TOP_Y) * Math.sin(lean);
        double bank = 105 + 20 * Math.sin(x * 0.05) * Math.cos(y * 0.03);
        if (Math.abs(aside) > BREADTH / 2 || along < 0 || along > LENGTH) {
            return water == Water.NIGHT ? new double[] {bank, bank, bank} : new double[] {bank - 15, bank, bank + 10};
        }
        double centimetre = along / LENGTH * METRES * 100;
        boolean mark = (int) centimetre % 2 == 0 && aside < ((int) (centimetre / 10) % 2 == 0 ? 14 : 0);
        boolean figure = centimetre % 10 > 3 && centimetre % 10 < 8 && aside > 4 && aside < 13;
        if (!mark && !figure) {
            return new double[] {225, 228, 230};
        }
        return water == Water.NIGHT ? new double[] {50, 50, 50} : new double[] {40, 40, 160};
    }

    private double[] wet(double x, double y, double lineY, double lean, double phase) {
        double wave = Math.sin(y * 0.4 + phase) + 0.6 * Math.sin(x * 0.11 + y * 0.23 + phase);
        double sky = 70 + 8 * wave;
        return switch (water) {
            case MUDDY -> new double[] {sky, sky + 22, sky + 34};
            case MIRROR -> mixed(dry(x + 2.5 * wave, 2 * lineY - y + wave, lean), 0.4,
                    new double[] {sky + 18, sky + 12, sky});
            case CLEAR -> mixed(dry(x + 1.5 * wave, y, lean), 0.4, new double[] {sky, sky + 20, sky - 10});
            case NIGHT -> mixed(dry(x + 2.5 * wave, 2 * lineY - y + wave, lean), 0.35,
                    new double[] {sky - 25, sky - 25, sky - 25});
        };
    }

    private static double[] mixed(double[] seen, double part, double[] own) {
        double[] colour = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            colour[channel] = part * seen[channel] + (1 - part) * own[channel];
        }
        return colour;
    }
}
