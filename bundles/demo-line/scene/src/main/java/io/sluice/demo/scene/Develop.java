package io.sluice.demo.scene;

/** From what was drawn to what a sensor delivers: exposure, a lens that is not perfectly sharp, YUV. */
final class Develop {

    private final Lamp lamp;
    private final float blur;

    /** @param blur 0 for sharp to 1 for clearly soft */
    Develop(Lamp lamp, double blur) {
        this.lamp = lamp;
        this.blur = (float) blur;
    }

    YuvPicture picture(Canvas canvas) {
        float[] red = plane(canvas.red, canvas.width, lamp.level() * (1 + lamp.warmth()));
        float[] green = plane(canvas.green, canvas.width, lamp.level());
        float[] blue = plane(canvas.blue, canvas.width, lamp.level() * (1 - lamp.warmth()));
        YuvPicture picture = new YuvPicture(canvas.width, canvas.height);
        for (int i = 0; i < red.length; i++) {
            picture.luma()[i] = level(16 + 65.481f * red[i] + 128.553f * green[i] + 24.966f * blue[i]);
        }
        int half = canvas.width / 2;
        for (int y = 0; y < canvas.height / 2; y++) {
            for (int x = 0; x < half; x++) {
                int at = 2 * y * canvas.width + 2 * x;
                float r = block(red, at, canvas.width);
                float g = block(green, at, canvas.width);
                float b = block(blue, at, canvas.width);
                picture.blue()[y * half + x] = level(128 - 37.797f * r - 74.203f * g + 112f * b);
                picture.red()[y * half + x] = level(128 + 112f * r - 93.786f * g - 18.214f * b);
            }
        }
        return picture;
    }

    private float[] plane(float[] drawn, int width, double gain) {
        float[] exposed = new float[drawn.length];
        for (int i = 0; i < drawn.length; i++) {
            exposed[i] = shoulder(drawn[i] * (float) gain);
        }
        return blur == 0 ? exposed : soften(soften(exposed, 1), width);
    }

    /** Highlights run softly into white. */
    private static float shoulder(float light) {
        float over = light - 0.75f;
        return Math.max(0, over <= 0 ? light : 0.75f + 0.25f * (over / (over + 0.25f)) * 1.15f);
    }

    private float[] soften(float[] plane, int step) {
        float side = 0.25f * blur;
        float[] soft = plane.clone();
        for (int i = step; i < plane.length - step; i++) {
            soft[i] = plane[i] + side * (plane[i - step] - 2 * plane[i] + plane[i + step]);
        }
        return soft;
    }

    private static float block(float[] plane, int at, int width) {
        return (plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]) / 4;
    }

    private static byte level(float value) {
        return (byte) Math.min(255, Math.max(0, Math.round(value)));
    }
}
