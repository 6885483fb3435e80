package io.sluice.runner.kit.source;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import io.sluice.runner.kit.Slot;
import java.time.Duration;
import java.util.Optional;

/** The stream of a camera, tapped anew when the hub was replaced. */
public final class LiveFeed implements UnitFeed {

    private static final int CAPACITY = 100;

    private final String camera;
    private final String reader;
    private final Slot<StreamHub> hub;
    private Optional<Tap> tap = Optional.empty();
    private long missed;
    private boolean gap;

    /** @param reader who reads, for statistics */
    public LiveFeed(String camera, String reader, Slot<StreamHub> hub) {
        this.camera = camera;
        this.reader = reader;
        this.hub = hub;
    }

    @Override
    public Optional<AccessUnit> next(Duration wait) throws InterruptedException {
        boolean fresh = tap.isEmpty() || tap.get().closed();
        if (fresh) {
            close();
            tap = hub.get().map(present -> present.tap(camera, TapOptions.fromKeyFrame(reader, CAPACITY)));
            missed = 0;
        }
        if (tap.isEmpty()) {
            Thread.sleep(wait.toMillis());
            return Optional.empty();
        }
        Optional<AccessUnit> unit = Optional.ofNullable(tap.get().poll(wait));
        gap = fresh || tap.get().missed() != missed || unit.filter(AccessUnit::discontinuity).isPresent();
        missed = tap.get().missed();
        return unit;
    }

    @Override
    public boolean gap() {
        return gap;
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public void close() {
        tap.ifPresent(Tap::close);
        tap = Optional.empty();
    }
}
