package io.sluice.picture.tensor;

import io.sluice.api.frame.Region;
import io.sluice.api.model.InputSpec;

/**
 * Where a part of a picture lies in a model's input.
 *
 * @param cropX left edge of the part in the picture, in pixels, even
 * @param cropY top edge, even
 * @param cropWidth of the part, even where the picture is
 * @param cropHeight of the part
 * @param innerX left edge in the input, in pixels
 * @param innerY top edge in the input
 * @param innerWidth in the input
 * @param innerHeight in the input
 * @param toPicture maps the unit square of the input to the picture, both relative to their size
 */
record Placement(
        int cropX, int cropY, int cropWidth, int cropHeight,
        int innerX, int innerY, int innerWidth, int innerHeight, Mapping toPicture) {

    static Placement of(int width, int height, Region region, InputSpec input) {
        // Chroma has half the resolution: only even offsets lie on a sample of all planes.
        int left = even(Math.max(0, region.x()) * width, width - 2);
        int top = even(Math.max(0, region.y()) * height, height - 2);
        int right = Math.max(left + 2, edge((region.x() + region.width()) * width, width));
        int bottom = Math.max(top + 2, edge((region.y() + region.height()) * height, height));
        int cropWidth = Math.min(right, width) - left;
        int cropHeight = Math.min(bottom, height) - top;
        int innerWidth = input.width();
        int innerHeight = input.height();
        if (input.fit() == InputSpec.Fit.LETTERBOX) {
            double scale = Math.min((double) innerWidth / cropWidth, (double) innerHeight / cropHeight);
            innerWidth = fitted(cropWidth * scale, innerWidth);
            innerHeight = fitted(cropHeight * scale, innerHeight);
        }
        int innerX = (input.width() - innerWidth) / 2;
        int innerY = (input.height() - innerHeight) / 2;
        Mapping mapping = new Mapping(
                Mapping.Axis.of(input.width(), innerX, innerWidth, width, left, cropWidth),
                Mapping.Axis.of(input.height(), innerY, innerHeight, height, top, cropHeight));
        return new Placement(left, top, cropWidth, cropHeight, innerX, innerY, innerWidth, innerHeight, mapping);
    }

    private static int even(double value, int most) {
        return Math.max(0, Math.min((int) Math.round(value), most)) & ~1;
    }

    private static int edge(double value, int most) {
        int rounded = (int) Math.round(value);
        return rounded >= most ? most : rounded & ~1;
    }

    private static int fitted(double size, int most) {
        return Math.max(1, Math.min((int) Math.round(size), most));
    }
}
