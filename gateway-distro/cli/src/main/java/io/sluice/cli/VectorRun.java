package io.sluice.cli;

import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.schema.Arguments;
import io.sluice.analytics.internal.DirectPlacement;
import io.sluice.analytics.internal.stage.AlgorithmLoader;
import io.sluice.analytics.internal.stage.Finding;
import io.sluice.analytics.internal.stage.Findings;
import io.sluice.analytics.internal.stage.LoadedAlgorithm;
import io.sluice.analytics.internal.stage.OperatorMissing;
import io.sluice.analytics.internal.stage.Use;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.RejectedException;
import io.sluice.api.frame.Region;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;
import io.sluice.api.model.StageSpec;
import io.sluice.picture.decode.StillPicture;
import io.sluice.picture.tensor.TensorWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Runs test vectors of one algorithm.
 *
 * @param folder with the files of the package
 */
record VectorRun(Path folder, AlgorithmDescriptor algorithm, Accelerator accelerator, Operators operators) {

    /** @param lines what was found, for people */
    record Verdict(boolean passed, List<String> lines) {}

    /** @throws io.sluice.api.error.SluiceException when it cannot be run at all */
    Verdict run(TestVector vector) throws IOException {
        return vector.detections().isPresent() ? detections(vector) : outputs(vector);
    }

    private Verdict detections(TestVector vector) throws IOException {
        AlgorithmLoader loader = new AlgorithmLoader(new DirectPlacement(accelerator), operators::named);
        AlgorithmDescriptor tested = vector.model().map(this::alone).orElse(algorithm);
        String arguments = Arguments.check(tested.argumentsSchema(), vector.arguments());
        try (StillPicture picture = StillPicture.read(folder.resolve(vector.input()));
                LoadedAlgorithm loaded = loader.load(tested, new Use("test", 0, arguments))) {
            Findings found = loaded.look(picture.frame(), Region.ALL, -1, 0);
            List<TestVector.Expected> things = new ArrayList<>();
            found.boxes().stream().filter(Finding::sure).forEach(finding -> things.add(new TestVector.Expected(
                    finding.label(), Optional.of(finding.score()), finding.sighting().box())));
            found.whole().forEach(one -> things.add(
                    new TestVector.Expected(one.label(), Optional.of(one.score()), one.box())));
            return Comparison.detections(vector.detections().orElseThrow(), things, vector.tolerance());
        } catch (OperatorMissing missing) {
            throw new RejectedException("vector.operator", missing.getMessage(),
                    "Correct its name, or give the test vector a model.", missing);
        }
    }

    /** The model as an algorithm of its own, with its own threshold. */
    private AlgorithmDescriptor alone(String id) {
        ModelDescriptor model = algorithm.model(id).orElseThrow();
        return new AlgorithmDescriptor(
                algorithm.id(), algorithm.number(), algorithm.name(), algorithm.version(), algorithm.type(), algorithm.argumentsSchema(),
                model.labels(), List.of(model), List.of(new StageSpec(id, StageSpec.Kind.MODEL, id, "", "{}")), algorithm.sha256());
    }

    private Verdict outputs(TestVector vector) throws IOException {
        ModelDescriptor model = algorithm.model(vector.model().orElseThrow()).orElseThrow();
        ModelVariant variant = model.variants().stream()
                .filter(one -> accelerator.info().formats().contains(one.data().format()))
                .findFirst()
                .orElseThrow(() -> unfit("The model " + model.id() + " has no variant for this processor."));
        try (InferenceSession session = accelerator.load(variant.data()); Binding binding = session.bind()) {
            write(vector, model, session, binding);
            binding.run();
            List<String> lines = new ArrayList<>();
            boolean passed = true;
            for (int index = 0; index < vector.outputs().size(); index++) {
                TestVector.Output output = vector.outputs().get(index);
                Tensor expected = Tensor.read(folder.resolve(output.file()), output.shape());
                passed &= Comparison.tensor(output.file(), expected, actual(session, binding, index), vector.tolerance(), lines);
            }
            return new Verdict(passed, lines);
        }
    }

    private void write(TestVector vector, ModelDescriptor model, InferenceSession session, Binding binding)
            throws IOException {
        Path file = folder.resolve(vector.input());
        TensorSpec input = session.inputs().get(0);
        if (input.type() != TensorSpec.ElementType.FLOAT32) {
            throw unfit("The input " + input.name() + " is " + input.type().name().toLowerCase(Locale.ROOT) + ", not float32.");
        }
        if (vector.input().endsWith(".npy") || vector.input().endsWith(".bin")) {
            Tensor tensor = Tensor.read(file, vector.shape());
            if (!tensor.shape().equals(input.shape())) {
                throw unfit("The input " + input.name() + " has the shape " + input.shape() + ", the vector's is " + tensor.shape() + ".");
            }
            binding.input(0).asFloatBuffer().put(tensor.values());
            return;
        }
        try (StillPicture picture = StillPicture.read(file);
                TensorWriter writer = new TensorWriter(model.input(), binding.input(0))) {
            writer.write(picture.frame());
        }
    }

    private static Tensor actual(InferenceSession session, Binding binding, int index) {
        if (index >= session.outputs().size() || session.outputs().get(index).type() != TensorSpec.ElementType.FLOAT32) {
            throw unfit("The model has no output " + index + " of float32.");
        }
        List<Long> shape = LongStream.of(binding.outputShape(index)).boxed().toList();
        float[] values = new float[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (left, right) -> left * right)];
        binding.output(index).asFloatBuffer().get(values);
        return new Tensor(shape, values);
    }

    private static RejectedException unfit(String what) {
        return new RejectedException("vector.unfit", what, "Correct the test vector.", null);
    }
}
