package io.sluice.live.internal;

import io.sluice.api.stream.AccessUnit;
import java.util.Optional;

/**
 * Turns the access units of one camera into fragments, each built once. Begins a new time line, with a format of its own,
 * when the stream's format changes and when its times jump, as they do when another publisher takes over. Not thread-safe.
 */
final class FragmentMaker {

    /** A longer silence within one time line would only make browsers wait for what never comes. */
    private static final long LONGEST_GAP = 10L * AccessUnit.TICKS_PER_SECOND;
    /** Assumed for the very first picture, whose successor is not known yet: 1/25 s. */
    private static final long FIRST_DURATION = AccessUnit.TICKS_PER_SECOND / 25;

    private final Packaging packaging;
    private LiveFormat format;
    private long lastDecodeTime;
    private long duration = FIRST_DURATION;
    private int number;

    FragmentMaker(Packaging packaging) {
        this.packaging = packaging;
    }

    /** The next fragment; empty while waiting for a key frame. The caller keeps its reference to the unit. */
    Optional<LiveFragment> make(AccessUnit unit) {
        if (format == null || breaksTimeLine(unit)) {
            format = null;
            if (!unit.keyFrame()) {
                return Optional.empty();
            }
            format = new LiveFormat(unit.format(), unit.decodeTime(), packaging.init(unit.format()));
            number = 0;
        } else {
            long step = unit.decodeTime() - lastDecodeTime;
            duration = step > 0 ? step : duration;
        }
        lastDecodeTime = unit.decodeTime();
        // The real duration is known only with the next picture; waiting for it would delay every picture by one.
        return Optional.of(new LiveFragment(
                format,
                unit.keyFrame(),
                packaging.fragment(unit, ++number, format.origin(), duration)));
    }

    /** Begins a new time line with the next key frame. */
    void restart() {
        format = null;
    }

    private boolean breaksTimeLine(AccessUnit unit) {
        long step = unit.decodeTime() - lastDecodeTime;
        return step < 0
                || step > LONGEST_GAP
                || unit.format() != format.stream() && !unit.format().equals(format.stream());
    }
}
