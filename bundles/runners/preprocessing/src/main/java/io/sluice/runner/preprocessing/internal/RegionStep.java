package io.sluice.runner.preprocessing.internal;

import io.sluice.api.analysis.Outcome;
import io.sluice.api.analysis.Picture;
import io.sluice.api.analysis.Step;
import io.sluice.api.frame.Region;
import io.sluice.api.message.JsonObject;
import io.sluice.runner.kit.ArgumentReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps a region of interest where it is, and makes all around it black: places in the picture stay what they are. */
final class RegionStep implements Step {

    private static final byte BLACK = 16;
    private static final byte NO_COLOUR = (byte) 128;

    private final Region region;
    private ByteBuffer luma = ByteBuffer.allocateDirect(0);
    private ByteBuffer blue = luma;
    private ByteBuffer red = luma;

    private RegionStep(Region region) {
        this.region = region;
    }

    /** @throws io.sluice.api.error.InvalidInputException naming what is wrong */
    static RegionStep read(JsonObject arguments, String path) {
        String at = path + "Arguments.";
        ArgumentReader reader = ArgumentReader.of(arguments, at, Set.of("X", "Y", "Width", "Height"));
        Region region = new Region(side(reader, "X", 0), side(reader, "Y", 0), side(reader, "Width", 0.01),
                side(reader, "Height", 0.01));
        if (region.x() + region.width() > 1 + 1e-9 || region.y() + region.height() > 1 + 1e-9) {
            throw ArgumentReader.invalid(at + "Width", "and Height must end within the picture");
        }
        return new RegionStep(region);
    }

    private static double side(ArgumentReader reader, String name, double least) {
        return reader.number(name, least, 1).orElseThrow(() -> ArgumentReader.invalid(reader.path() + name, "is missing"));
    }

    @Override
    public Outcome apply(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        if (luma.capacity() != width * height) {
            luma = ByteBuffer.allocateDirect(width * height);
            blue = ByteBuffer.allocateDirect(width / 2 * (height / 2));
            red = ByteBuffer.allocateDirect(blue.capacity());
        }
        // Even, as chroma demands.
        int left = (int) Math.round(region.x() * width) & ~1;
        int top = (int) Math.round(region.y() * height) & ~1;
        int right = Math.min(width, (int) Math.round((region.x() + region.width()) * width) + 1 & ~1);
        int bottom = Math.min(height, (int) Math.round((region.y() + region.height()) * height) + 1 & ~1);
        keep(picture.luma(), picture.lumaStride(), luma, width, BLACK, left, top, right, bottom);
        keep(picture.blueChroma(), picture.chromaStride(), blue, width / 2, NO_COLOUR, left / 2, top / 2, right / 2, bottom / 2);
        keep(picture.redChroma(), picture.chromaStride(), red, width / 2, NO_COLOUR, left / 2, top / 2, right / 2, bottom / 2);
        return new Outcome(List.of(), List.of(), Optional.of(
                new Picture(width, height, luma, width, blue, red, width / 2, picture.mediaTime())));
    }

    private static void keep(ByteBuffer from, int stride, ByteBuffer to, int width, byte around, int left, int top, int right,
            int bottom) {
        for (int at = 0; at < to.capacity(); at++) {
            to.put(at, around);
        }
        for (int row = top; row < bottom; row++) {
            to.put(row * width + left, from, row * stride + left, right - left);
        }
    }

    @Override
    public void close() {
        // Its memory goes with it.
    }
}
