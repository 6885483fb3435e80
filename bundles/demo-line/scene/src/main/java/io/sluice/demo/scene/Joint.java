package io.sluice.demo.scene;

/**
 * Ground truth of one joint in one picture.
 *
 * @param kind how it is
 * @param box around its pad (around both pads of a bridge), clipped to the picture
 * @param visible the share of its area that is in the picture, 0 to 1
 */
public record Joint(JointKind kind, Box box, double visible) {

    /** Below this share nobody could tell how the joint is; such a one counts neither as found nor as missed. */
    public static final double JUDGED_FROM = 0.6;

    public boolean judged() {
        return visible >= JUDGED_FROM;
    }

    /** The joint as seen through a window of the picture, in coordinates of the window. */
    public Joint within(Box window) {
        Box seen = box.clippedTo(window);
        double share = box.area() == 0 ? 0 : Math.min(1, seen.area() / box.area());
        return new Joint(kind, seen.moved(-window.x(), -window.y()), visible * share);
    }
}
