package io.sluice.algorithm;

import io.sluice.api.frame.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An input with what must come of it: of a picture the detections and measurements, of a tensor the output tensors. Either is given to one
 * model, or a picture to the whole algorithm.
 *
 * @param input a picture ({@code .png}, {@code .jpg}) or a tensor ({@code .npy}, or float32 in little-endian order in {@code .bin})
 * @param model id of the model it is for; empty for the whole algorithm
 * @param shape of a {@code .bin} input, outermost first; else empty
 * @param arguments of the algorithm as a JSON object
 * @param detections that must be found, and no others; empty present list: nothing must be found
 * @param measurements quantities that must be read; others may be read besides
 * @param outputs of the model, by their order; only with {@code model}
 * @param tolerance how far off is still right
 */
public record TestVector(
        String input,
        Optional<String> model,
        List<Long> shape,
        String arguments,
        Optional<List<Expected>> detections,
        List<ExpectedMeasurement> measurements,
        List<Output> outputs,
        Tolerance tolerance) {

    /**
     * Something that must be found.
     *
     * @param score how sure the model must be; empty where it does not matter
     * @param box relative to the picture
     */
    public record Expected(String label, Optional<Double> score, Region box) {}

    /**
     * A quantity that must be read, such as a level.
     *
     * @param name of it
     * @param value in its unit
     * @param within how far off is still right, in the same unit
     */
    public record ExpectedMeasurement(String name, double value, double within) {}

    /**
     * A tensor that must come out.
     *
     * @param file {@code .npy} or {@code .bin}
     * @param shape of a {@code .bin} file
     */
    public record Output(String file, List<Long> shape) {

        public Output {
            shape = List.copyOf(shape);
        }
    }

    /**
     * How far off is still right.
     *
     * @param overlap least intersection over union of a box with the one expected
     * @param score most difference of a score
     * @param absolute most difference of a tensor's value, added to {@code relative} times the expected one
     * @param relative see there
     */
    public record Tolerance(double overlap, double score, double absolute, double relative) {

        /** Different processors and precisions stay within it. */
        public static final Tolerance USUAL = new Tolerance(0.7, 0.15, 1e-3, 1e-3);
    }

    public TestVector {
        shape = List.copyOf(shape);
        detections = detections.map(List::copyOf);
        measurements = List.copyOf(measurements);
        outputs = List.copyOf(outputs);
    }

    /** Files it names. */
    public List<String> files() {
        List<String> files = new ArrayList<>(List.of(input));
        outputs.forEach(output -> files.add(output.file()));
        return files;
    }
}
