package io.sluice.api.frame;

/**
 * A place in a picture, relative to its size.
 *
 * @param x 0 at the left edge, 1 at the right
 * @param y 0 at the top edge, 1 at the bottom
 */
public record Point(double x, double y) {}
