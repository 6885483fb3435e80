package io.sluice.analytics.internal.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OutputReaderTest {

    private static final float EXACT = 1e-6f;

    private final Candidates found = new Candidates();

    @Test
    void fastestDetWeighsObjectnessAndClassAndPlacesTheBoxInItsCell() {
        // Two classes, one row of two cells: planes of objectness, x, y, width, height, class 0, class 1.
        float[] output = {0.1f, 0.81f, 0, 0.5f, 0, -0.5f, 0, 0, 0, 1, 0.9f, 0.2f, 0.9f, 0.7f};
        new FastestDetReader(2, 1, 2).read(FakeBinding.of(output), 0.5f, found);
        assertEquals(1, found.size());
        assertEquals(1, found.label(0));
        assertEquals(Math.pow(0.81, 0.6) * Math.pow(0.7, 0.4), found.score(0), EXACT);
        double x = (1 + Math.tanh(0.5)) / 2;
        double y = Math.tanh(-0.5);
        double height = 1 / (1 + Math.exp(-1));
        assertBox(0, x - 0.25, y - height / 2, x + 0.25, y + height / 2);
    }

    @Test
    void fastestDetFindsAtTheFloorAndNotBelow() {
        float score = (float) (Math.pow(0.5f, 0.6) * Math.pow(0.5f, 0.4));
        float[] output = {0.5f, 0, 0, 0, 0, 0.5f};
        new FastestDetReader(1, 1, 1).read(FakeBinding.of(output), score, found);
        assertEquals(1, found.size());
        found.clear();
        new FastestDetReader(1, 1, 1).read(FakeBinding.of(output), score + 0.001f, found);
        assertEquals(0, found.size());
    }

    @Test
    void yoloReadsBothLayoutsAlike() {
        // Three boxes with two classes in an input of 200 by 100 pixels.
        float[][] boxes = {{100, 50, 20, 10, 0.2f, 0.9f}, {10, 10, 4, 4, 0.1f, 0.3f}, {150, 75, 100, 50, 0.8f, 0.1f}};
        new YoloRowsReader(2, false, 200, 100).read(FakeBinding.of(rows(boxes)), 0.5f, found);
        assertYolo();
        found.clear();
        new YoloPlanarReader(2, 200, 100).read(FakeBinding.of(planes(boxes)), 0.5f, found);
        assertYolo();
    }

    @Test
    void objectnessMultipliesTheClass() {
        float[][] boxes = {{100, 50, 20, 10, 0.9f, 0.2f, 0.8f}, {100, 50, 20, 10, 0.6f, 0.2f, 0.8f}};
        new YoloRowsReader(2, true, 200, 100).read(FakeBinding.of(rows(boxes)), 0.5f, found);
        assertEquals(1, found.size());
        assertEquals(1, found.label(0));
        assertEquals(0.72f, found.score(0), EXACT);
        assertBox(0, 0.45, 0.45, 0.55, 0.55);
    }

    @Test
    void ssdLeavesOutTheBackgroundAndReportsEveryClassAboveTheFloor() {
        float[] scores = {0.9f, 0.05f, 0.05f, 0.1f, 0.6f, 0.3f, 0.2f, 0.4f, 0.4f};
        float[] boxes = {0, 0, 1, 1, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f};
        new SsdReader(0, 1, 3, 0).read(FakeBinding.of(scores, boxes), 0.4f, found);
        assertEquals(3, found.size());
        assertEquals(0, found.label(0));
        assertEquals(0.6f, found.score(0));
        assertBox(0, 0.1, 0.2, 0.3, 0.4);
        assertEquals(0, found.label(1));
        assertEquals(1, found.label(2));
        assertBox(2, 0.5, 0.6, 0.7, 0.8);
    }

    @Test
    void ssdCountsTheBackgroundAmongTheLabelsWhereTheyNameIt() {
        float[] boxes = {0, 0, 1, 1};
        new SsdReader(1, 0, 2, 1).read(FakeBinding.of(boxes, new float[] {0.1f, 0.9f}), 0.5f, found);
        assertEquals(1, found.label(0));
    }

    @Test
    void classificationTakesProbabilitiesAsTheyAre() {
        new ClassificationReader(3).read(FakeBinding.of(new float[] {0.2f, 0.7f, 0.1f}), 0.15f, found);
        assertEquals(2, found.size());
        assertEquals(0.2f, found.score(0));
        assertEquals(0.7f, found.score(1));
        assertBox(1, 0, 0, 1, 1);
    }

    @Test
    void classificationMakesProbabilitiesOfOtherScores() {
        new ClassificationReader(2).read(FakeBinding.of(new float[] {1001, 1000}), 0, found);
        double first = 1 / (1 + Math.exp(-1));
        assertEquals(first, found.score(0), EXACT);
        assertEquals(1 - first, found.score(1), EXACT);
    }

    @Test
    void whatIsNoNumberIsLeftOut() {
        float[][] boxes = {{Float.NaN, 50, 20, 10, 0.9f}, {100, 50, Float.POSITIVE_INFINITY, 10, 0.9f},
            {100, 50, 20, 10, Float.NaN}};
        new YoloRowsReader(1, false, 200, 100).read(FakeBinding.of(rows(boxes)), 0.5f, found);
        new YoloPlanarReader(1, 200, 100).read(FakeBinding.of(planes(boxes)), 0.5f, found);
        assertEquals(0, found.size());
    }

    private void assertYolo() {
        assertEquals(2, found.size());
        assertEquals(1, found.label(0));
        assertEquals(0.9f, found.score(0));
        assertBox(0, 0.45, 0.45, 0.55, 0.55);
        assertEquals(0, found.label(1));
        assertBox(1, 0.5, 0.5, 1.0, 1.0);
    }

    private void assertBox(int index, double left, double top, double right, double bottom) {
        assertEquals(left, found.left(index), EXACT);
        assertEquals(top, found.top(index), EXACT);
        assertEquals(right, found.right(index), EXACT);
        assertEquals(bottom, found.bottom(index), EXACT);
    }

    private static float[] rows(float[][] boxes) {
        float[] values = new float[boxes.length * boxes[0].length];
        for (int box = 0; box < boxes.length; box++) {
            System.arraycopy(boxes[box], 0, values, box * boxes[0].length, boxes[0].length);
        }
        return values;
    }

    private static float[] planes(float[][] boxes) {
        float[] values = new float[boxes.length * boxes[0].length];
        for (int box = 0; box < boxes.length; box++) {
            for (int value = 0; value < boxes[0].length; value++) {
                values[value * boxes.length + box] = boxes[box][value];
            }
        }
        return values;
    }
}
