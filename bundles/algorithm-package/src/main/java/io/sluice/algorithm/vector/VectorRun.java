package io.sluice.algorithm.vector;

import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.schema.Arguments;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.analysis.PictureFile;
import io.sluice.api.analysis.PictureTrial;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.AlgorithmDescriptor;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.StageSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Runs test vectors of one algorithm. Every method throws {@link io.sluice.api.error.SluiceException} where a vector cannot be run
 * at all: rejected where that is its own fault, unavailable where something it needs is not there now.
 *
 * @param files of its vectors
 * @param trial what looks at pictures; empty while it is away
 */
public record VectorRun(AlgorithmDescriptor algorithm, VectorFiles files, Optional<PictureTrial> trial) {

    /** Whether what looks at pictures is needed. */
    public static boolean needsTrial(TestVector vector) {
        return !Tensor.isOne(vector.input());
    }

    /** Whether it is for the tensors of one model. */
    public static boolean ofTensors(TestVector vector) {
        return !vector.outputs().isEmpty();
    }

    /**
     * Of a vector that expects things to be found.
     *
     * @param devices each model runs on the first of them that takes it
     */
    public Verdict findings(TestVector vector, List<Accelerator> devices) throws IOException {
        AlgorithmDescriptor tested = vector.model().map(this::alone).orElse(algorithm);
        String arguments = Arguments.check(tested.argumentsSchema(), vector.arguments());
        return FindingComparison.compare(vector, present().look(tested, arguments, devices, picture(vector)));
    }

    /** Of a vector that expects tensors, on a model that is loaded. */
    public Verdict outputs(TestVector vector, InferenceSession session, Binding binding) throws IOException {
        write(vector, session.inputs().get(0), binding);
        binding.run();
        List<String> lines = new ArrayList<>();
        boolean passed = true;
        for (int index = 0; index < vector.outputs().size(); index++) {
            TestVector.Output output = vector.outputs().get(index);
            Tensor expected = Tensor.read(output.file(), files.read(output.file()), output.shape());
            Verdict one = TensorComparison.compare(
                    output.file(), expected, actual(session, binding, index), vector.tolerance());
            passed &= one.passed();
            lines.addAll(one.lines());
        }
        return new Verdict(passed, lines);
    }

    /** The model as an algorithm of its own, with its own threshold. */
    private AlgorithmDescriptor alone(String id) {
        ModelDescriptor model = model(id);
        return new AlgorithmDescriptor(
                algorithm.id(), algorithm.number(), algorithm.name(), algorithm.version(), algorithm.type(),
                algorithm.argumentsSchema(), model.labels(), List.of(model),
                List.of(new StageSpec(id, StageSpec.Kind.MODEL, id, "", "{}")), algorithm.sha256());
    }

    private void write(TestVector vector, TensorSpec input, Binding binding) throws IOException {
        FloatBuffer target = floats(binding.input(0));
        float[] values;
        if (Tensor.isOne(vector.input())) {
            Tensor tensor = Tensor.read(vector.input(), files.read(vector.input()), vector.shape());
            if (input.type() != TensorSpec.ElementType.FLOAT32 || !tensor.shape().equals(ofOnePicture(input.shape()))) {
                throw unfit("the input " + input.name() + " has the shape " + input.shape() + " of " + input.type()
                        + ", the vector's is " + tensor.shape() + " of FLOAT32");
            }
            values = tensor.values();
        } else {
            values = present().tensor(model(vector.model().orElseThrow()).input(), picture(vector));
        }
        if (input.type() != TensorSpec.ElementType.FLOAT32 || values.length != target.remaining()) {
            throw unfit("the input " + input.name() + " takes " + target.remaining() + " values of " + input.type()
                    + ", the vector has " + values.length + " of FLOAT32");
        }
        target.put(values);
    }

    /** As {@link InferenceSession#bind()} has it: a free first dimension is 1. */
    private static List<Long> ofOnePicture(List<Long> shape) {
        List<Long> sizes = new ArrayList<>(shape);
        if (!sizes.isEmpty() && sizes.get(0) < 0) {
            sizes.set(0, 1L);
        }
        return sizes;
    }

    private PictureFile picture(TestVector vector) throws IOException {
        return new PictureFile(vector.input(), files.read(vector.input()));
    }

    private PictureTrial present() {
        return trial.orElseThrow(() -> new UnavailableException(
                "model.test.waiting", "The part of the gateway that looks at pictures is not there at the moment.",
                "Wait until its bundle runs; the test is made then.", null));
    }

    private ModelDescriptor model(String id) {
        return algorithm.model(id).orElseThrow(() -> unfit("the algorithm has no model '" + id + "'"));
    }

    private static Tensor actual(InferenceSession session, Binding binding, int index) {
        if (index >= session.outputs().size() || session.outputs().get(index).type() != TensorSpec.ElementType.FLOAT32) {
            throw unfit("the model has no output " + index + " of FLOAT32, but " + session.outputs().size() + " outputs");
        }
        List<Long> shape = LongStream.of(binding.outputShape(index)).boxed().toList();
        FloatBuffer output = floats(binding.output(index));
        float[] values = new float[output.remaining()];
        output.get(values);
        return new Tensor(shape, values);
    }

    private static FloatBuffer floats(ByteBuffer bytes) {
        return bytes.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static RejectedException unfit(String what) {
        return new RejectedException(
                "model.test.failed", "The test vector does not fit the model: " + what + ".",
                "Have its maker correct the model or its test vectors.", null);
    }
}
