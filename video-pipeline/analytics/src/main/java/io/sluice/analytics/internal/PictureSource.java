package io.sluice.analytics.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamFormat;
import io.sluice.picture.decode.FrameDecoder;
import java.util.Optional;
import java.util.function.Consumer;

/** The decoder of a stream, replaced when the stream's format changes. Used by the analysis's thread only. */
final class PictureSource implements AutoCloseable {

    private Optional<FrameDecoder> decoder = Optional.empty();
    private Optional<StreamFormat> format = Optional.empty();
    private long errorsBefore;

    /**
     * Decodes a unit and hands on the pictures that are wanted and now complete, in order of presentation.
     *
     * @param wanted whether the unit's own picture is wanted
     * @param onPicture called with the decoder at the picture
     */
    void decode(AccessUnit unit, boolean wanted, Consumer<FrameDecoder> onPicture) {
        if (!inForce(unit.format())) {
            if (!unit.keyFrame()) {
                return;
            }
            decoder.ifPresent(former -> {
                former.drain();
                handOn(former, onPicture);
            });
            close();
            decoder = Optional.of(new FrameDecoder(unit.format()));
            format = Optional.of(unit.format());
        }
        FrameDecoder present = decoder.orElseThrow();
        present.send(unit, wanted);
        handOn(present, onPicture);
    }

    /** The stream has ended: hands on the pictures that the decoder held back. What comes next begins anew. */
    void end(Consumer<FrameDecoder> onPicture) {
        decoder.ifPresent(former -> {
            former.drain();
            handOn(former, onPicture);
        });
        close();
    }

    /** Units and pictures found damaged so far. */
    long errors() {
        return errorsBefore + decoder.map(FrameDecoder::errors).orElse(0L);
    }

    @Override
    public void close() {
        decoder.ifPresent(present -> {
            errorsBefore += present.errors();
            present.close();
        });
        decoder = Optional.empty();
        format = Optional.empty();
    }

    /** Compares contents only where it is another instance: parameter sets are compared byte by byte. */
    private boolean inForce(StreamFormat next) {
        if (format.isEmpty() || format.get() != next && !format.get().equals(next)) {
            return false;
        }
        if (format.get() != next) {
            format = Optional.of(next);
        }
        return true;
    }

    private static void handOn(FrameDecoder decoder, Consumer<FrameDecoder> onPicture) {
        while (decoder.next()) {
            if (decoder.wanted()) {
                onPicture.accept(decoder);
            }
        }
    }
}
