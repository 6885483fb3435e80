package io.sluice.runner.frames.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import io.sluice.picture.decode.FrameDecoder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The decoded pictures of a stream. Opens tap and decoder anew when hub or format change. Used by one thread. */
final class Pictures implements AutoCloseable {

    private static final int CAPACITY = 100;
    private static final Duration WAIT = Duration.ofMillis(500);

    private final String camera;
    private final Services services;
    private Optional<Tap> tap = Optional.empty();
    private Optional<FrameDecoder> decoder = Optional.empty();
    private Optional<StreamFormat> format = Optional.empty();
    private long missed;

    Pictures(String camera, Services services) {
        this.camera = camera;
        this.services = services;
    }

    /**
     * Hands on what comes next, if anything does within half a second.
     *
     * @param onPicture is told each picture while the decoder is at it
     * @return whether a unit came
     */
    boolean next(Consumer<FrameDecoder> onPicture) throws InterruptedException {
        if (tap.isEmpty() || tap.get().closed()) {
            close();
            tap = Optional.ofNullable(services.hub.get())
                    .map((StreamHub hub) -> hub.tap(camera, TapOptions.fromKeyFrame("frames:" + camera, CAPACITY)));
            missed = 0;
            if (tap.isEmpty()) {
                Thread.sleep(WAIT.toMillis());
                return false;
            }
        }
        AccessUnit unit = tap.get().poll(WAIT);
        if (unit == null) {
            return false;
        }
        try {
            decode(unit, onPicture);
        } finally {
            unit.release();
        }
        return true;
    }

    private void decode(AccessUnit unit, Consumer<FrameDecoder> onPicture) {
        boolean gap = tap.orElseThrow().missed() != missed;
        missed = tap.orElseThrow().missed();
        boolean other = format.filter(unit.format()::equals).isEmpty();
        if (gap || other) {
            // Pictures after a gap would show what never was, until the next key frame.
            endDecoder();
        }
        if (decoder.isEmpty()) {
            if (!unit.keyFrame()) {
                return;
            }
            decoder = Optional.of(new FrameDecoder(unit.format()));
            format = Optional.of(unit.format());
        }
        FrameDecoder present = decoder.get();
        present.send(unit, true);
        while (present.next()) {
            onPicture.accept(present);
        }
    }

    private void endDecoder() {
        decoder.ifPresent(FrameDecoder::close);
        decoder = Optional.empty();
        format = Optional.empty();
    }

    @Override
    public void close() {
        endDecoder();
        tap.ifPresent(Tap::close);
        tap = Optional.empty();
    }
}
