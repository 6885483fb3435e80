package io.sluice.bench.int8;

import io.sluice.demo.scene.Joint;
import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import io.sluice.onnx.run.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * Cut-outs of the demo line's pictures, a solder joint in the middle, with how it is.
 *
 * @param values planes of red, green, blue around nought
 * @param label index of the joint's kind
 */
record JointPictures(float[] values, int label) {

    static final int SIZE = 64;

    /** Joints of lines as the detector is taught with. */
    static List<JointPictures> taught(int lines) {
        return of(LineOptions::taught, lines);
    }

    /** Joints of lines with light from where it never came in teaching. */
    static List<JointPictures> heldOut(int lines) {
        return of(LineOptions::heldOut, lines);
    }

    Map<String, Tensor> frame() {
        return Map.of(DenseNetwork.INPUT, new Tensor(new long[] {1, 3, SIZE, SIZE}, values));
    }

    private static List<JointPictures> of(LongFunction<LineOptions> options, int lines) {
        List<JointPictures> pictures = new ArrayList<>();
        YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        for (int line = 0; line < lines; line++) {
            LineScene scene = new LineScene(options.apply(line));
            long frame = new SplittableRandom(line).nextLong(10_000);
            scene.draw(frame, picture);
            for (Joint joint : scene.truth(frame)) {
                int left = (int) (joint.box().x() + joint.box().width() / 2) - SIZE / 2;
                int top = (int) (joint.box().y() + joint.box().height() / 2) - SIZE / 2;
                boolean inside = left >= 0 && top >= 0 && left + SIZE <= LineScene.WIDTH && top + SIZE <= LineScene.HEIGHT;
                if (inside && joint.visible() == 1) {
                    pictures.add(new JointPictures(cutOut(picture, left, top), joint.kind().ordinal()));
                }
            }
        }
        return pictures;
    }

    private static float[] cutOut(YuvPicture picture, int left, int top) {
        float[] values = new float[3 * SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int pixel = picture.rgb(left + x, top + y);
                for (int plane = 0; plane < 3; plane++) {
                    values[(plane * SIZE + y) * SIZE + x] = ((pixel >> 8 * (2 - plane) & 255) - 127.5f) / 64;
                }
            }
        }
        return values;
    }
}
