package io.sluice.onnx.run;

/**
 * What a compressed model must reach to be taken.
 *
 * @param agreement least share of findings that are those of the original, 0 to 1
 * @param timeRatio most time it may take, as a share of the original's
 * @param findings least number of findings compared: of too few nothing can be said
 */
public record Bounds(double agreement, double timeRatio, int findings) {

    /** A fifth faster at 98 of 100. */
    public static final Bounds DEFAULT = new Bounds(0.98, 0.8, 20);
}
