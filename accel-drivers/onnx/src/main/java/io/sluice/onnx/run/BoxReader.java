package io.sluice.onnx.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads boxes out of a detector's outputs, of several that overlap the surest one. */
@FunctionalInterface
public interface BoxReader {

    List<Box> read(Map<String, Tensor> outputs);

    /**
     * SSD kinds: scores [1, boxes, classes] and boxes [1, boxes, 4] as corners; class 0 is background.
     *
     * @param score least score reported
     * @param overlap boxes of one class that overlap more are taken as one
     */
    static BoxReader ssd(double score, double overlap) {
        return outputs -> {
            Iterator<Tensor> tensors = outputs.values().iterator();
            Tensor scores = tensors.next();
            float[] corners = tensors.next().values();
            int classes = (int) scores.shape()[2];
            List<Box> found = new ArrayList<>();
            for (int index = 0; index < scores.shape()[1]; index++) {
                for (int label = 1; label < classes; label++) {
                    double value = scores.values()[index * classes + label];
                    if (value >= score) {
                        found.add(new Box(label, value, corners[4 * index], corners[4 * index + 1],
                                corners[4 * index + 2], corners[4 * index + 3]));
                    }
                }
            }
            return surest(found, overlap);
        };
    }

    /** YOLO without anchors: [1, 4 + classes, boxes] or its transpose, centre and size. */
    static BoxReader yolo(double score, double overlap) {
        return outputs -> {
            Tensor output = outputs.values().iterator().next();
            // There are more boxes than classes; the transpose has them in front.
            boolean rows = output.shape()[1] < output.shape()[2];
            int boxes = (int) output.shape()[rows ? 2 : 1];
            int numbers = (int) output.shape()[rows ? 1 : 2];
            int next = rows ? boxes : 1;
            float[] values = output.values();
            List<Box> found = new ArrayList<>();
            for (int index = 0; index < boxes; index++) {
                int at = rows ? index : index * numbers;
                for (int label = 0; label < numbers - 4; label++) {
                    double value = values[at + (4 + label) * next];
                    if (value >= score) {
                        found.add(centred(label, value, values[at], values[at + next],
                                values[at + 2 * next], values[at + 3 * next]));
                    }
                }
            }
            return surest(found, overlap);
        };
    }

    /** YOLO with objectness: [1, boxes, 5 + classes], centre and size. */
    static BoxReader yoloWithObjectness(double score, double overlap) {
        return outputs -> {
            Tensor output = outputs.values().iterator().next();
            int columns = (int) output.shape()[2];
            float[] values = output.values();
            List<Box> found = new ArrayList<>();
            for (int at = 0; at < values.length; at += columns) {
                for (int label = 0; label < columns - 5; label++) {
                    double value = values[at + 4] * values[at + 5 + label];
                    if (value >= score) {
                        found.add(centred(label, value, values[at], values[at + 1], values[at + 2], values[at + 3]));
                    }
                }
            }
            return surest(found, overlap);
        };
    }

    /** FastestDet: [1, 5 + classes, rows, columns]; objectness, offset, size, scores of the classes. */
    static BoxReader fastestDet(double score, double overlap) {
        return outputs -> {
            Tensor output = outputs.values().iterator().next();
            int columns = (int) output.shape()[3];
            int cells = (int) output.shape()[2] * columns;
            float[] values = output.values();
            List<Box> found = new ArrayList<>();
            for (int cell = 0; cell < cells; cell++) {
                int best = 5;
                for (int row = 6; row < output.shape()[1]; row++) {
                    best = values[row * cells + cell] > values[best * cells + cell] ? row : best;
                }
                double value = Math.pow(values[cell], 0.6) * Math.pow(values[best * cells + cell], 0.4);
                if (value >= score) {
                    found.add(centred(best - 5, value,
                            (cell % columns + Math.tanh(values[cells + cell])) / columns,
                            (cell / columns + Math.tanh(values[2 * cells + cell])) * columns / cells,
                            sigmoid(values[3 * cells + cell]), sigmoid(values[4 * cells + cell])));
                }
            }
            return surest(found, overlap);
        };
    }

    private static Box centred(int label, double score, double x, double y, double width, double height) {
        return new Box(label, score, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }

    private static List<Box> surest(List<Box> found, double overlap) {
        found.sort(Comparator.comparingDouble(Box::score).reversed());
        List<Box> kept = new ArrayList<>();
        for (Box box : found) {
            boolean repeats =
                    kept.stream().anyMatch(surer -> surer.label() == box.label() && surer.overlap(box) > overlap);
            if (!repeats) {
                kept.add(box);
            }
        }
        return kept;
    }
}
