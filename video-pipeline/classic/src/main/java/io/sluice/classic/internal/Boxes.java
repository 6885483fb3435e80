package io.sluice.classic.internal;

import io.sluice.api.frame.Region;
import org.opencv.core.Rect;

/** Rectangles in pixels as regions of a picture. */
final class Boxes {

    private Boxes() {}

    /** @param margin in pixels at each side; cut at the picture's edges */
    static Region region(Rect box, int margin, int width, int height) {
        double left = Math.max(0, box.x - margin);
        double top = Math.max(0, box.y - margin);
        double right = Math.min(width, box.x + box.width + margin);
        double bottom = Math.min(height, box.y + box.height + margin);
        return new Region(left / width, top / height, Math.max(0, right - left) / width,
                Math.max(0, bottom - top) / height);
    }
}
