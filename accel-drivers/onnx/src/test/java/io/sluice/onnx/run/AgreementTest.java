package io.sluice.onnx.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void theTopClassIsComparedNotTheScores() {
        Agreement agreement = Agreement.topClass();
        assertEquals(1, agreement.compare(scores(0.1f, 0.9f), scores(0.4f, 0.6f)).agreed());
        assertEquals(0, agreement.compare(scores(0.1f, 0.9f), scores(0.6f, 0.4f)).agreed());
    }

    @Test
    void boxesMatchByClassAndPlaceAndOnlyOnce() {
        List<Box> reference = List.of(box(1, 0), box(1, 100), box(2, 200));
        List<Box> candidate = List.of(box(1, 1), box(1, 2), box(1, 200));
        // One matches; two of the reference are missed and two of the candidate's are its own.
        assertEquals(new Agreement.Count(1, 5), BoxMatch.compare(reference, candidate));
        assertEquals(new Agreement.Count(3, 3), BoxMatch.compare(reference, reference));
    }

    @Test
    void readsSsd() {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("scores", new Tensor(new long[] {1, 3, 2}, new float[] {.1f, .9f, .2f, .8f, .9f, .1f}));
        outputs.put("boxes", new Tensor(new long[] {1, 3, 4}, new float[] {0, 0, 1, 1, 0, 0, 1, .9f, 0, 0, .5f, .5f}));
        List<Box> boxes = BoxReader.ssd(0.5, 0.5).read(outputs);
        assertEquals(List.of(new Box(1, .9f, 0, 0, 1, 1)), boxes);
    }

    @Test
    void readsYolo() {
        // Seven boxes of a centre, a size and two scores; five of them are unsure.
        float[] values = new float[42];
        float[] turned = new float[42];
        float[][] sure = {{10, 10, 4, 4, .1f, .6f}, {50, 50, 6, 6, .7f, .2f}};
        for (int box = 0; box < 2; box++) {
            for (int number = 0; number < 6; number++) {
                values[number * 7 + box] = sure[box][number];
                turned[box * 6 + number] = sure[box][number];
            }
        }
        List<Box> expected = List.of(new Box(0, .7f, 47, 47, 53, 53), new Box(1, .6f, 8, 8, 12, 12));
        BoxReader reader = BoxReader.yolo(0.5, 0.5);
        assertEquals(expected, reader.read(Map.of("out", new Tensor(new long[] {1, 6, 7}, values))));
        assertEquals(expected, reader.read(Map.of("out", new Tensor(new long[] {1, 7, 6}, turned))));
    }

    @Test
    void readsYoloWithObjectness() {
        float[] values = {10, 10, 4, 4, .9f, .1f, .8f, 50, 50, 6, 6, .5f, .9f, .9f};
        List<Box> boxes = BoxReader.yoloWithObjectness(0.5, 0.5)
                .read(Map.of("out", new Tensor(new long[] {1, 2, 7}, values)));
        assertEquals(List.of(1), boxes.stream().map(Box::label).toList());
    }

    @Test
    void readsFastestDet() {
        float[] values = new float[7 * 4];
        // Cell 3 of two by two: sure, in the middle of the cell's corner, half as large as the picture, class 1.
        values[3] = 1;
        values[6 * 4 + 3] = 1;
        List<Box> boxes = BoxReader.fastestDet(0.5, 0.5)
                .read(Map.of("out", new Tensor(new long[] {1, 7, 2, 2}, values)));
        assertEquals(List.of(new Box(1, 1, .25, .25, .75, .75)), boxes);
    }

    @Test
    void vectorsAgreeWhenTheyPointTheSameWay() {
        Agreement agreement = Agreement.direction(0.9);
        assertEquals(1, agreement.compare(scores(1, 2), scores(2, 4.1f)).agreed());
        assertEquals(0, agreement.compare(scores(1, 2), scores(2, -1)).agreed());
    }

    private static Map<String, Tensor> scores(float... values) {
        return Map.of("scores", new Tensor(new long[] {1, values.length}, values));
    }

    private static Box box(int label, double left) {
        return new Box(label, 0.9, left, 0, left + 20, 20);
    }
}
