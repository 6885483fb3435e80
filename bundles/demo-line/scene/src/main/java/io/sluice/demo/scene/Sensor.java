package io.sluice.demo.scene;

/** What differs from place to place of the picture and from frame to frame: light that falls off, flicker, noise. */
final class Sensor {

    /** Gains are whole numbers over this. */
    private static final int UNIT_BITS = 7;

    private static final int GRAIN = 1 << 14;

    private final byte[] gains;
    private final byte[] noise = new byte[GRAIN];
    private final double flicker;
    private final int width;
    private final int seed;

    Sensor(LineOptions options, int width, int height) {
        this.width = width;
        flicker = options.flicker();
        seed = Long.hashCode(options.seed());
        gains = new byte[width * height];
        double dx = Math.cos(options.lamp().azimuth());
        double dy = Math.sin(options.lamp().azimuth());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double towards = (dx * (2.0 * x / width - 1) + dy * (2.0 * y / height - 1)) / Math.sqrt(2);
                double gain = 1 + options.falloff() * (towards - 1) / 2;
                // Dithered, or the steps of the gain would show as contours.
                double dither = 0.5 + 0.5 * Grain.white(x, y, 77);
                gains[y * width + x] = (byte) (int) (gain * (1 << UNIT_BITS) + dither);
            }
        }
        for (int i = 0; i < GRAIN; i++) {
            float sum = Grain.white(i, 1, seed) + Grain.white(i, 2, seed) + Grain.white(i, 3, seed);
            noise[i] = (byte) Math.round(sum * options.noise());
        }
    }

    /** Changes luma in place. */
    void expose(long frame, byte[] luma) {
        int n = (int) (frame ^ frame >>> 32);
        int gain = (int) Math.round((1 + flicker * Grain.smooth(frame / 4.0, 0, seed)) * 128);
        for (int row = 0; row < luma.length; row += width) {
            int grain = Grain.hash(n, row, seed);
            for (int i = row; i < row + width; i++) {
                int lit = (luma[i] & 255) * (gains[i] & 255) * gain >> 2 * UNIT_BITS;
                int value = lit + noise[grain++ & GRAIN - 1];
                luma[i] = (byte) (value < 16 ? 16 : Math.min(value, 235));
            }
        }
    }
}
