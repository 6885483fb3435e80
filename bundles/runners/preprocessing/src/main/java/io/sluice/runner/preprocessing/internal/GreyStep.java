package io.sluice.runner.preprocessing.internal;

import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.message.JsonObject;
import io.sluice.runner.kit.ArgumentReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the colour out, and leaves the brightness as it is. */
final class GreyStep implements Step {

    private static final byte NO_COLOUR = (byte) 128;

    private ByteBuffer chroma = ByteBuffer.allocateDirect(0);

    /** @throws io.sluice.api.error.InvalidInputException when there are arguments */
    static GreyStep read(JsonObject arguments, String path) {
        if (!arguments.members().isEmpty()) {
            ArgumentReader.of(arguments, path + "Arguments.", Set.of());
        }
        return new GreyStep();
    }

    @Override
    public Outcome apply(Picture picture) {
        int size = picture.width() / 2 * (picture.height() / 2);
        if (chroma.capacity() != size) {
            chroma = ByteBuffer.allocateDirect(size);
            for (int at = 0; at < size; at++) {
                chroma.put(at, NO_COLOUR);
            }
        }
        return new Outcome(List.of(), List.of(), Optional.of(new Picture(picture.width(), picture.height(), picture.luma(),
                picture.lumaStride(), chroma, chroma, picture.width() / 2, picture.mediaTime())));
    }

    @Override
    public void close() {
        // Its memory goes with it.
    }
}
