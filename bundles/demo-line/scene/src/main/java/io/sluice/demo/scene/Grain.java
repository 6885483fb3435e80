package io.sluice.demo.scene;

/** Random fields of which every point can be computed alone: what makes matter look like matter. */
final class Grain {

    private Grain() {}

    /** A well mixed hash of three numbers. */
    static int hash(int x, int y, int seed) {
        int h = x * 0x9E3779B1 ^ Integer.rotateLeft(y * 0x85EBCA77, 13) ^ seed * 0xC2B2AE3D;
        h = (h ^ h >>> 15) * 0x2C1B3C6D;
        h = (h ^ h >>> 12) * 0x297A2D39;
        return h ^ h >>> 15;
    }

    /** White noise on the whole numbers, -1 to 1. */
    static float white(int x, int y, int seed) {
        return hash(x, y, seed) * (1f / 0x8000_0000L);
    }

    /** Smooth noise of about one wave a unit, -1 to 1. */
    static float smooth(double x, double y, int seed) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        float fx = ease((float) (x - ix));
        float fy = ease((float) (y - iy));
        float top = mix(white(ix, iy, seed), white(ix + 1, iy, seed), fx);
        float bottom = mix(white(ix, iy + 1, seed), white(ix + 1, iy + 1, seed), fx);
        return mix(top, bottom, fy);
    }

    static float mix(float a, float b, float share) {
        return a + (b - a) * share;
    }

    private static float ease(float t) {
        return t * t * (3 - 2 * t);
    }
}
