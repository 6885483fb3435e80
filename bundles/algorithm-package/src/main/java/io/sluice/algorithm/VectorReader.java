package io.sluice.algorithm;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.frame.Region;
import io.sluice.support.json.StrictObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the test vectors of a manifest. */
final class VectorReader {

    private static final int LONGEST = 200;
    private static final int MOST_VECTORS = 1000;
    private static final int MOST_EXPECTED = 10_000;
    private static final int MOST_DIMENSIONS = 8;
    private static final int LARGEST_DIMENSION = 1 << 28;

    private VectorReader() {}

    static List<TestVector> vectors(StrictObject root, List<ModelEntry> models) {
        List<TestVector> vectors = new ArrayList<>();
        for (StrictObject given : root.objects("vectors", MOST_VECTORS)) {
            vectors.add(vector(given, models));
        }
        return vectors;
    }

    private static TestVector vector(StrictObject given, List<ModelEntry> models) {
        String input = file(given, "input", List.of("png", "jpg", "jpeg", "npy", "bin"));
        boolean tensor = input.endsWith(".npy") || input.endsWith(".bin");
        Optional<String> model = given.has("model") ? Optional.of(given.text("model", LONGEST)) : Optional.empty();
        if (model.isPresent() && models.stream().noneMatch(known -> known.id().equals(model.get()))) {
            throw given.invalid("model", "must be the id of one of the models, not '" + model.get() + "'");
        }
        List<TestVector.Output> outputs = new ArrayList<>();
        for (StrictObject output : given.objects("outputs", MOST_VECTORS)) {
            String file = file(output, "file", List.of("npy", "bin"));
            outputs.add(new TestVector.Output(file, shape(output, file)));
            output.end();
        }
        Optional<List<TestVector.Expected>> detections = given.has("detections")
                ? Optional.of(detections(given)) : Optional.empty();
        List<TestVector.ExpectedMeasurement> measurements = measurements(given);
        boolean findings = detections.isPresent() || !measurements.isEmpty();
        if (outputs.isEmpty() != findings) {
            throw given.invalid("detections", "or measurements, or else outputs must be given");
        }
        if ((tensor || !outputs.isEmpty()) && model.isEmpty()) {
            throw given.invalid("model", "must be given where input or outputs are tensors");
        }
        if (tensor && findings) {
            throw given.invalid("input", "must be a picture where detections or measurements are expected");
        }
        TestVector vector = new TestVector(
                input, model, shape(given, input), StageReader.arguments(given), detections, measurements, outputs, tolerance(given));
        given.end();
        return vector;
    }

    private static String file(StrictObject given, String field, List<String> suffixes) {
        String file = FileNames.read(given, field);
        String suffix = file.substring(file.lastIndexOf('.') + 1);
        if (!suffixes.contains(suffix)) {
            throw given.invalid(field, "must end in one of ." + String.join(", .", suffixes).toLowerCase(Locale.ROOT));
        }
        return file;
    }

    private static List<Long> shape(StrictObject given, String file) {
        List<Long> shape = new ArrayList<>();
        JsonNode raw = given.raw("shape");
        if (file.endsWith(".bin") == (raw == null)) {
            throw given.invalid("shape", "must be given for a .bin file, and for no other");
        }
        if (raw == null) {
            return shape;
        }
        if (!raw.isArray() || raw.isEmpty() || raw.size() > MOST_DIMENSIONS) {
            throw given.invalid("shape", "must be a list of 1 to " + MOST_DIMENSIONS + " whole numbers");
        }
        for (JsonNode dimension : raw) {
            if (!dimension.canConvertToInt() || dimension.intValue() < 1 || dimension.intValue() > LARGEST_DIMENSION
                    || !dimension.isIntegralNumber()) {
                throw given.invalid("shape[" + shape.size() + "]", "must be a whole number from 1 to " + LARGEST_DIMENSION);
            }
            shape.add(dimension.longValue());
        }
        return shape;
    }

    private static List<TestVector.Expected> detections(StrictObject given) {
        List<TestVector.Expected> detections = new ArrayList<>();
        for (StrictObject one : given.objects("detections", MOST_EXPECTED)) {
            String label = one.text("label", LONGEST);
            Optional<Double> score =
                    one.has("score") ? Optional.of(one.number("score", 0, 1)) : Optional.empty();
            Region box = one.object("box").map(VectorReader::box).orElse(Region.ALL);
            one.end();
            detections.add(new TestVector.Expected(label, score, box));
        }
        return detections;
    }

    private static List<TestVector.ExpectedMeasurement> measurements(StrictObject given) {
        List<TestVector.ExpectedMeasurement> measurements = new ArrayList<>();
        for (StrictObject one : given.objects("measurements", MOST_VECTORS)) {
            measurements.add(new TestVector.ExpectedMeasurement(
                    one.text("name", LONGEST), one.number("value", -1e12, 1e12), one.number("within", 0, 1e12)));
            one.end();
        }
        return measurements;
    }

    private static Region box(StrictObject given) {
        Region box = new Region(
                given.number("x", -1, 2), given.number("y", -1, 2), given.number("width", 0, 2), given.number("height", 0, 2));
        given.end();
        return box;
    }

    private static TestVector.Tolerance tolerance(StrictObject vector) {
        TestVector.Tolerance usual = TestVector.Tolerance.USUAL;
        return vector.object("tolerance").map(given -> {
            TestVector.Tolerance tolerance = new TestVector.Tolerance(
                    given.number("overlap", 0, 1, usual.overlap()),
                    given.number("score", 0, 1, usual.score()),
                    given.number("absolute", 0, 1e9, usual.absolute()),
                    given.number("relative", 0, 1, usual.relative()));
            given.end();
            return tolerance;
        }).orElse(usual);
    }
}
