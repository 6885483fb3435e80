package io.sluice.demo.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The line as a camera sees it, frame by frame: boards move from left to right at a steady pace. Frame {@code n} of a
 * line looks the same whenever and wherever it is drawn. Boards are rendered when first needed (some 50 ms each) and
 * kept, 0.7 MB each; a frame is then put together from them by copying. Used by one thread at a time.
 */
public final class LineScene {

    public static final int WIDTH = 1280;
    public static final int HEIGHT = 720;

    /** How far the belt moves from frame to frame, in pixels. */
    public static final int STEP = 4;

    private static final int BELT_HEIGHT = HEIGHT - 2 * Conveyor.RAIL;
    private static final Box PICTURE = new Box(0, 0, WIDTH, HEIGHT);

    private final LineOptions options;
    private final Conveyor conveyor;
    private final Conveyor.Stretch[] stretches;
    private final YuvPicture upperRail;
    private final YuvPicture lowerRail;
    private final Sensor sensor;

    public LineScene(LineOptions options) {
        this.options = options;
        conveyor = new Conveyor(options.lamp(), options.blur());
        stretches = new Conveyor.Stretch[options.boards()];
        upperRail = conveyor.rail(WIDTH, true);
        lowerRail = conveyor.rail(WIDTH, false);
        sensor = new Sensor(options, WIDTH, HEIGHT);
    }

    /** Draws a frame over what is in the picture, which is {@link #WIDTH} by {@link #HEIGHT}. */
    public void draw(long frame, YuvPicture picture) {
        picture.copy(upperRail, 0, 0, 0, WIDTH);
        picture.copy(lowerRail, 0, 0, HEIGHT - Conveyor.RAIL, WIDTH);
        for (int x = start(frame); x < WIDTH; x += Conveyor.PITCH) {
            int left = Math.max(0, x);
            int columns = Math.min(WIDTH, x + Conveyor.PITCH) - left;
            picture.copy(stretchAt(frame, x).picture(), left - x, left, Conveyor.RAIL, columns);
        }
        sensor.expose(frame, picture.luma());
    }

    /** What is true of a frame: every joint of which something is in the picture. */
    public List<Joint> truth(long frame) {
        List<Joint> seen = new ArrayList<>();
        for (int x = start(frame); x < WIDTH; x += Conveyor.PITCH) {
            for (Joint joint : stretchAt(frame, x).joints()) {
                Joint here = new Joint(joint.kind(), joint.box().moved(x, Conveyor.RAIL), 1).within(PICTURE);
                if (here.visible() > 0) {
                    seen.add(here);
                }
            }
        }
        return seen;
    }

    /** Renders the board that comes next, so that the frame it appears in takes no longer than others. */
    public void prepare(long frame) {
        stretchAt(frame, start(frame) - Conveyor.PITCH);
    }

    /** Left edge of the leftmost stretch that reaches into the picture. */
    private static int start(long frame) {
        int phase = (int) Math.floorMod(frame * STEP, (long) Conveyor.PITCH);
        return phase == 0 ? 0 : phase - Conveyor.PITCH;
    }

    private Conveyor.Stretch stretchAt(long frame, int x) {
        long number = Math.floorDiv(frame * STEP - x, (long) Conveyor.PITCH);
        int index = Math.floorMod(number, stretches.length);
        if (stretches[index] == null) {
            SplittableRandom random = new SplittableRandom(options.seed() + 0x9E3779B97F4A7C15L * (index + 1));
            stretches[index] = conveyor.stretch(random, BELT_HEIGHT, options.defects());
        }
        return stretches[index];
    }
}
