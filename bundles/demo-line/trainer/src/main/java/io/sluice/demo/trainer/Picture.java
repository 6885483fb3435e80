package io.sluice.demo.trainer;

import io.sluice.demo.scene.Joint;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import java.util.List;

/**
 * A frame at the model's resolution, half the camera's each way, with its truth in pixels of that.
 *
 * @param rgb planes of red, green, blue, one byte a pixel
 */
record Picture(byte[] rgb, List<Joint> joints) {

    static final int SCALE = 2;
    static final int WIDTH = LineScene.WIDTH / SCALE;
    static final int HEIGHT = LineScene.HEIGHT / SCALE;

    static Picture of(LineScene scene, long frame, YuvPicture scratch) {
        scene.draw(frame, scratch);
        List<Joint> joints = scene.truth(frame).stream()
                .map(joint -> new Joint(joint.kind(), joint.box().scaled(1.0 / SCALE), joint.visible()))
                .toList();
        return new Picture(halved(scratch), joints);
    }

    /** Level of a pixel, 0 to 255. */
    int level(int plane, int x, int y) {
        return rgb[(plane * HEIGHT + y) * WIDTH + x] & 255;
    }

    private static byte[] halved(YuvPicture picture) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int i = 0; i < 4; i++) {
                    int pixel = picture.rgb(2 * x + (i & 1), 2 * y + (i >> 1));
                    red += pixel >> 16 & 255;
                    green += pixel >> 8 & 255;
                    blue += pixel & 255;
                }
                int at = y * WIDTH + x;
                rgb[at] = (byte) ((red + 2) / 4);
                rgb[WIDTH * HEIGHT + at] = (byte) ((green + 2) / 4);
                rgb[2 * WIDTH * HEIGHT + at] = (byte) ((blue + 2) / 4);
            }
        }
        return rgb;
    }
}
