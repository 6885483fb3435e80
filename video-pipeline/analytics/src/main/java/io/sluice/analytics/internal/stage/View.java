package io.sluice.analytics.internal.stage;

import io.sluice.api.frame.Region;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A picture that a stage looks at: the decoded one, or one that an operator made of a part of it.
 *
 * @param frame valid until the stages are through
 * @param covers which part of the whole picture it shows
 */
record View(AVFrame frame, Region covers) {

    /** A place in this picture as a place in the whole picture. */
    Region outward(Region place) {
        if (covers.equals(Region.ALL)) {
            return place;
        }
        return new Region(covers.x() + place.x() * covers.width(), covers.y() + place.y() * covers.height(),
                place.width() * covers.width(), place.height() * covers.height());
    }

    /** A place in the whole picture as a place in this one, cut at its edges. */
    Region inward(Region place) {
        double left = clamp((place.x() - covers.x()) / covers.width());
        double top = clamp((place.y() - covers.y()) / covers.height());
        double right = clamp((place.x() + place.width() - covers.x()) / covers.width());
        double bottom = clamp((place.y() + place.height() - covers.y()) / covers.height());
        return new Region(left, top, right - left, bottom - top);
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
