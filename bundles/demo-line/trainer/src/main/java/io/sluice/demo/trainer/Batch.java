package io.sluice.demo.trainer;

import io.sluice.demo.scene.Box;
import io.sluice.demo.scene.Joint;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Samples as the training graph takes them: square windows of pictures, mirrored, dimmed and stained at random, with
 * what the network should say of each cell and how much that matters.
 */
final class Batch {

    static final int SIZE = 128;

    /** As in the model's algorithm.yaml. */
    static final float MEAN = 127.5f;

    static final float SPREAD = 64f;

    /**
     * A cell answers for a joint when its centre is this near to the joint's, of the joint's size and in cells at
     * least.
     */
    private static final double CORE = 0.26;

    private static final double CORE_CELLS = 0.75;

    private static final int CELLS = SIZE / Network.STRIDE;
    private static final float BOX_IMPORTANCE = 0.5f;
    private static final float FOUND_IMPORTANCE = 4f;

    final float[] images;
    final float[] targets;
    final float[] importance;
    private final int count;
    private final int outputs;

    Batch(int count, int outputs) {
        this.count = count;
        this.outputs = outputs;
        images = new float[count * 3 * SIZE * SIZE];
        targets = new float[count * outputs * CELLS * CELLS];
        importance = new float[targets.length];
    }

    void fill(List<Picture> pictures, SplittableRandom random) {
        Arrays.fill(targets, 0);
        float share = 1f / count;
        for (int n = 0; n < count; n++) {
            Picture picture = pictures.get(random.nextInt(pictures.size()));
            int left = random.nextInt(Picture.WIDTH - SIZE + 1);
            int top = random.nextInt(Picture.HEIGHT - SIZE + 1);
            boolean flipX = random.nextBoolean();
            boolean flipY = random.nextBoolean();
            image(n, picture, left, top, flipX, flipY, random);
            for (int c = 0; c < outputs; c++) {
                Arrays.fill(
                        importance, at(n, c, 0, 0), at(n, c, 0, 0) + CELLS * CELLS, c < Network.BOX ? 0 : share);
            }
            Box window = new Box(left, top, SIZE, SIZE);
            for (Joint joint : picture.joints()) {
                Joint seen = joint.within(window);
                if (seen.visible() > 0) {
                    target(n, mirrored(seen.box(), flipX, flipY), seen, share);
                }
            }
        }
    }

    private void image(
            int n, Picture picture, int left, int top, boolean flipX, boolean flipY, SplittableRandom random) {
        double gain = random.nextDouble(0.85, 1.15);
        double offset = random.nextDouble(-8, 8);
        double noise = random.nextDouble(0, 4);
        for (int plane = 0; plane < 3; plane++) {
            double tint = gain * random.nextDouble(0.96, 1.04);
            int out = (n * 3 + plane) * SIZE * SIZE;
            for (int y = 0; y < SIZE; y++) {
                int py = top + (flipY ? SIZE - 1 - y : y);
                for (int x = 0; x < SIZE; x++) {
                    int px = left + (flipX ? SIZE - 1 - x : x);
                    double grain = noise * (random.nextFloat() - 0.5f) * 2;
                    double level = picture.level(plane, px, py) * tint + offset + grain;
                    images[out++] = ((float) Math.min(255, Math.max(0, level)) - MEAN) / SPREAD;
                }
            }
        }
    }

    private static Box mirrored(Box box, boolean flipX, boolean flipY) {
        return new Box(
                flipX ? SIZE - box.x() - box.width() : box.x(), flipY ? SIZE - box.y() - box.height() : box.y(),
                box.width(), box.height());
    }

    private void target(int n, Box box, Joint joint, float share) {
        double scale = 1.0 / Network.STRIDE;
        double centreX = (box.x() + box.width() / 2) * scale;
        double centreY = (box.y() + box.height() / 2) * scale;
        double coreX = Math.max(CORE_CELLS, CORE * box.width() * scale);
        double coreY = Math.max(CORE_CELLS, CORE * box.height() * scale);
        for (int y = 0; y < CELLS; y++) {
            for (int x = 0; x < CELLS; x++) {
                double dx = centreX - x - 0.5;
                double dy = centreY - y - 0.5;
                boolean core = Math.abs(dx) <= coreX && Math.abs(dy) <= coreY;
                boolean inside = Math.abs(dx) <= box.width() * scale / 2 && Math.abs(dy) <= box.height() * scale / 2;
                if (joint.judged() && core) {
                    found(n, x, y, joint, share, new double[] {
                        dx, dy, Math.log(box.width() / Network.UNIT), Math.log(box.height() / Network.UNIT)
                    });
                } else if (inside && targets[at(n, Network.BOX + joint.kind().ordinal(), y, x)] == 0) {
                    // Neither a find nor a mistake: nobody asks what a joint's margin is.
                    importance(n, x, y, 0);
                }
            }
        }
    }

    private void found(int n, int x, int y, Joint joint, float share, double[] box) {
        for (int c = 0; c < outputs; c++) {
            boolean said = c == Network.BOX + joint.kind().ordinal();
            targets[at(n, c, y, x)] = c < Network.BOX ? (float) box[c] : said ? 1 : 0;
            importance[at(n, c, y, x)] = share * (c < Network.BOX ? BOX_IMPORTANCE : FOUND_IMPORTANCE);
        }
    }

    private void importance(int n, int x, int y, float value) {
        for (int c = Network.BOX; c < outputs; c++) {
            if (importance[at(n, Network.BOX - 1, y, x)] == 0) {
                importance[at(n, c, y, x)] = value;
            }
        }
    }

    private int at(int n, int c, int y, int x) {
        return ((n * outputs + c) * CELLS + y) * CELLS + x;
    }
}
