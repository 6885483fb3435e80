package io.sluice.analytics.internal.track;

import io.sluice.api.frame.Region;

/** One thing followed over pictures. Changed by its tracker only. */
public final class Track {

    /** Weight of a new size against the one before: boxes breathe, things rarely do. */
    private static final double SIZE_GAIN = 0.5;
    /** Sightings after which it is taken for a thing and not for a flicker. */
    private static final int CONFIRMED = 2;

    private final long id;
    private final String label;
    private final ConstantVelocity x;
    private final ConstantVelocity y;
    private double width;
    private double height;
    private double time;
    private double seen;
    private int sightings = 1;

    Track(long id, Sighting first, double time) {
        this.id = id;
        label = first.label();
        width = first.box().width();
        height = first.box().height();
        x = new ConstantVelocity(first.box().centre().x(), size());
        y = new ConstantVelocity(first.box().centre().y(), size());
        this.time = time;
        seen = time;
    }

    public long id() {
        return id;
    }

    public String label() {
        return label;
    }

    /** Where it is, smoothed over sightings, or where it should be by now when it was not seen. */
    public Region box() {
        return new Region(x.place() - width / 2, y.place() - height / 2, width, height);
    }

    void predict(double now) {
        x.predict(now - time, size());
        y.predict(now - time, size());
        time = now;
    }

    void correct(Sighting sighting) {
        x.correct(sighting.box().centre().x(), size());
        y.correct(sighting.box().centre().y(), size());
        width += SIZE_GAIN * (sighting.box().width() - width);
        height += SIZE_GAIN * (sighting.box().height() - height);
        seen = time;
        sightings++;
    }

    boolean confirmed() {
        return sightings >= CONFIRMED;
    }

    /** Seconds since it was last seen. */
    double unseen() {
        return time - seen;
    }

    private double size() {
        return Math.sqrt(width * height);
    }
}
