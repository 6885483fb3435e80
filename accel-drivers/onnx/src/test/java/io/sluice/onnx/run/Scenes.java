package io.sluice.onnx.run;

import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Frames of the demo line as its model takes them. */
final class Scenes {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private Scenes() {}

    /** Frames of lines that differ in boards, light and faults. */
    static List<Map<String, Tensor>> frames(int firstLine, int count) {
        List<Map<String, Tensor>> frames = new ArrayList<>();
        YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        for (int line = firstLine; line < firstLine + count; line++) {
            new LineScene(LineOptions.taught(line)).draw(40L * line, picture);
            frames.add(Map.of("images", tensor(picture)));
        }
        return frames;
    }

    private static Tensor tensor(YuvPicture picture) {
        float[] values = new float[3 * WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int pixel = picture.rgb(2 * x, 2 * y);
                for (int plane = 0; plane < 3; plane++) {
                    int level = pixel >> 8 * (2 - plane) & 255;
                    values[(plane * HEIGHT + y) * WIDTH + x] = (level - 127.5f) / 64;
                }
            }
        }
        return new Tensor(new long[] {1, 3, HEIGHT, WIDTH}, values);
    }
}
