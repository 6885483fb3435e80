package io.sluice.demo.scene;

/**
 * A picture in planar YUV 4:2:0, 8 bits, BT.601, limited range: what an encoder takes. Width and height are even; rows
 * have no padding. Written by one thread at a time.
 */
public final class YuvPicture {

    private final int width;
    private final int height;
    private final byte[] luma;
    private final byte[] blue;
    private final byte[] red;

    public YuvPicture(int width, int height) {
        if (width <= 0 || height <= 0 || ((width | height) & 1) != 0) {
            throw new IllegalArgumentException("a 4:2:0 picture has an even size: " + width + " x " + height);
        }
        this.width = width;
        this.height = height;
        luma = new byte[width * height];
        blue = new byte[width * height / 4];
        red = new byte[width * height / 4];
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Y, {@code width} bytes a row. The picture's own array. */
    public byte[] luma() {
        return luma;
    }

    /** Cb, {@code width / 2} bytes a row. The picture's own array. */
    public byte[] blue() {
        return blue;
    }

    /** Cr, {@code width / 2} bytes a row. The picture's own array. */
    public byte[] red() {
        return red;
    }

    /** The colour of a pixel as 0xRRGGBB. */
    public int rgb(int x, int y) {
        int chroma = (y / 2) * (width / 2) + x / 2;
        double l = 1.164383 * ((luma[y * width + x] & 255) - 16);
        int b = (blue[chroma] & 255) - 128;
        int r = (red[chroma] & 255) - 128;
        return level(l + 1.596027 * r) << 16 | level(l - 0.391762 * b - 0.812968 * r) << 8 | level(l + 2.017232 * b);
    }

    private static int level(double value) {
        return (int) Math.round(Math.min(255, Math.max(0, value)));
    }

    /** Copies a rectangle of another picture; all numbers even. */
    void copy(YuvPicture from, int fromX, int toX, int toY, int columns) {
        for (int y = 0; y < from.height; y++) {
            System.arraycopy(from.luma, y * from.width + fromX, luma, (toY + y) * width + toX, columns);
        }
        for (int y = 0; y < from.height / 2; y++) {
            int source = y * (from.width / 2) + fromX / 2;
            int target = (toY / 2 + y) * (width / 2) + toX / 2;
            System.arraycopy(from.blue, source, blue, target, columns / 2);
            System.arraycopy(from.red, source, red, target, columns / 2);
        }
    }
}
