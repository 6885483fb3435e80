package io.sluice.runner.kit.picture;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.picture.decode.FrameDecoder;
import io.sluice.runner.kit.source.UnitFeed;
import java.time.Duration;
import java.util.Optional;

/** The decoded pictures of a feed, none of which is left in the decoder at its end. Owns the feed. Used by one thread. */
final class Pictures implements AutoCloseable {

    private static final Duration WAIT = Duration.ofMillis(500);

    /** Takes pictures one by one. */
    interface Taker {

        /** @param picture at the picture, until this returns */
        void take(FrameDecoder picture) throws InterruptedException;

        /** The next picture does not follow the one before. */
        void gap() throws InterruptedException;
    }

    private final UnitFeed feed;
    private Optional<FrameDecoder> decoder = Optional.empty();
    private Optional<StreamFormat> format = Optional.empty();
    private boolean drained;

    Pictures(UnitFeed feed) {
        this.feed = feed;
    }

    /**
     * Hands on what comes next, if anything does within half a second.
     *
     * @return whether a unit came
     */
    boolean next(Taker taker) throws InterruptedException {
        Optional<AccessUnit> unit = feed.next(WAIT);
        if (unit.isEmpty()) {
            if (feed.ended()) {
                drain(taker);
                drained = true;
            }
            return false;
        }
        try {
            decode(unit.get(), taker);
        } finally {
            unit.get().release();
        }
        return true;
    }

    /** Whether the last picture was handed on. */
    boolean ended() {
        return drained;
    }

    private void decode(AccessUnit unit, Taker taker) throws InterruptedException {
        boolean other = format.filter(unit.format()::equals).isEmpty();
        if (feed.gap() || other) {
            // Pictures after a gap would show what never was, until the next key frame.
            drain(taker);
            if (format.isPresent()) {
                taker.gap();
            }
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
        handOn(present, taker);
    }

    private void drain(Taker taker) throws InterruptedException {
        if (decoder.isPresent()) {
            decoder.get().drain();
            handOn(decoder.get(), taker);
        }
    }

    private static void handOn(FrameDecoder decoder, Taker taker) throws InterruptedException {
        while (decoder.next()) {
            taker.take(decoder);
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
        feed.close();
    }
}
