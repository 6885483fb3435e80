package io.sluice.analytics.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The analysis's tap, opened anew when the hub was replaced or the camera changed. Used by the analysis's thread
 * only.
 */
final class UnitSource implements AutoCloseable {

    /** Two seconds of a fast camera: more would only be looked at too late. */
    private static final int CAPACITY = 100;
    /** With more units waiting than this, pictures are decoded but not looked at until it has caught up. */
    private static final int LATE = 12;
    private static final int CAUGHT_UP = 4;

    private final Services services;
    private Optional<Tap> tap = Optional.empty();
    private String camera = "";
    private String model = "";
    private boolean burst;
    private boolean late;
    private int arrears;

    UnitSource(Services services) {
        this.services = services;
    }

    /**
     * Makes sure that there is an open tap, which begins at a key frame already in the hub.
     *
     * @param after a new tap begins right after this sequence, if the hub still has it
     * @return whether the tap is new, or empty when there is no hub
     */
    Optional<Boolean> open(String cameraId, String modelId, OptionalLong after) {
        boolean usable = tap.isPresent() && !tap.get().closed() && camera.equals(cameraId) && model.equals(modelId);
        if (usable) {
            return Optional.of(false);
        }
        close();
        Optional<StreamHub> hub = services.hub.get();
        String name = "analysis:" + modelId;
        TapOptions options = after.isPresent()
                ? TapOptions.after(name, CAPACITY, after.getAsLong())
                : TapOptions.fromKeyFrame(name, CAPACITY);
        tap = hub.map(present -> present.tap(cameraId, options));
        camera = cameraId;
        model = modelId;
        burst = true;
        late = false;
        arrears = 0;
        return tap.map(opened -> true);
    }

    /** The next unit with a reference that is the caller's; empty when none came in time. */
    Optional<AccessUnit> next(Duration wait) throws InterruptedException {
        Optional<AccessUnit> unit = tap.isEmpty() ? Optional.empty() : Optional.ofNullable(tap.get().poll(wait));
        arrears -= unit.isPresent() && arrears > 0 ? 1 : 0;
        return unit;
    }

    /**
     * Leaves none of the pictures out that wait now, nor of those that come while they are looked at: it takes up where
     * it was interrupted. No more than that, or an analysis that is too slow would stay behind for long.
     */
    void catchUp() {
        burst = false;
        arrears = 2 * tap.map(Tap::waiting).orElse(0);
    }

    /** Whether so much waits that pictures must be left out. */
    boolean late() {
        int waiting = tap.map(Tap::waiting).orElse(0);
        arrears = waiting > CAUGHT_UP ? arrears : 0;
        if (arrears > 0) {
            return false;
        }
        late = late ? waiting > CAUGHT_UP : waiting > LATE;
        burst &= late;
        return late;
    }

    /** Whether units wait, so that there is no time for what may be left undone. */
    boolean behind() {
        return tap.map(Tap::waiting).orElse(0) > CAUGHT_UP;
    }

    /** Whether it still catches up with what the hub held when it was opened; that is no sign of slowness. */
    boolean burst() {
        return burst;
    }

    /** Whether nobody publishes the stream at present, so that what was decoded so far is its end. */
    boolean ended() {
        return services.hub.get().flatMap(hub -> hub.stream(camera)).filter(info -> !info.published()).isPresent();
    }

    /** Units missed because the analysis was too slow to take them. */
    long missed() {
        return tap.map(Tap::missed).orElse(0L);
    }

    @Override
    public void close() {
        tap.ifPresent(Tap::close);
        tap = Optional.empty();
    }
}
