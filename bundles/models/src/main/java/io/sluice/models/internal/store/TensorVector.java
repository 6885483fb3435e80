package io.sluice.models.internal.store;

import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.RejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A test vector of tensors, with its values. */
final class TensorVector {

    /** How the codes begin by which a package is refused whatever else of it is right. */
    static final String CODES = "model.test.";

    private final String name;
    private final float[] input;
    private final List<float[]> outputs;
    private final TestVector.Tolerance tolerance;

    private TensorVector(String name, float[] input, List<float[]> outputs, TestVector.Tolerance tolerance) {
        this.name = name;
        this.input = input;
        this.outputs = outputs;
        this.tolerance = tolerance;
    }

    static boolean runnable(TestVector vector) {
        return FloatFile.isOne(vector.input()) && vector.model().isPresent()
                && vector.outputs().stream().allMatch(output -> FloatFile.isOne(output.file()));
    }

    static TensorVector read(PackageFile file, TestVector vector) throws IOException {
        List<float[]> outputs = new ArrayList<>();
        for (TestVector.Output output : vector.outputs()) {
            outputs.add(FloatFile.read(file, output.file()));
        }
        return new TensorVector(vector.input(), FloatFile.read(file, vector.input()), outputs, vector.tolerance());
    }

    /**
     * @param where for messages
     * @return how far off it was
     * @throws RejectedException when it was too far off, with the numbers
     */
    String run(InferenceSession session, Binding binding, String where) {
        TensorSpec in = session.inputs().get(0);
        FloatBuffer target = floats(binding.input(0));
        if (in.type() != TensorSpec.ElementType.FLOAT32 || target.remaining() != input.length) {
            throw failed(where + ": the vector " + name + " has " + input.length + " values, but the model takes "
                    + in.shape() + " of " + in.type());
        }
        if (outputs.size() > session.outputs().size()) {
            throw failed(where + ": the vector " + name + " has " + outputs.size() + " outputs, but the model "
                    + session.outputs().size());
        }
        target.put(input);
        binding.run();
        double worst = 0;
        for (int index = 0; index < outputs.size(); index++) {
            worst = Math.max(worst, compare(session.outputs().get(index), binding, index, where));
        }
        return name + ": largest difference " + number(worst) + ", allowed " + number(tolerance.absolute()) + " + "
                + number(tolerance.relative()) + " of the value";
    }

    private double compare(TensorSpec spec, Binding binding, int index, String where) {
        float[] expected = outputs.get(index);
        FloatBuffer found = floats(binding.output(index));
        if (spec.type() != TensorSpec.ElementType.FLOAT32 || found.remaining() != expected.length) {
            throw failed(where + ": of the vector " + name + " the output " + spec.name() + " has " + found.remaining()
                    + " values of " + spec.type() + ", but " + expected.length + " of FLOAT32 are expected");
        }
        double worst = 0;
        for (int at = 0; at < expected.length; at++) {
            double off = Math.abs((double) found.get(at) - expected[at]);
            // Written so that NaN fails.
            if (!(off <= tolerance.absolute() + tolerance.relative() * Math.abs(expected[at]))) {
                throw failed(where + ": of the vector " + name + " the output " + spec.name() + " has "
                        + number(found.get(at)) + " instead of " + number(expected[at]) + " at value " + at
                        + "; allowed is a difference of " + number(tolerance.absolute()) + " + "
                        + number(tolerance.relative()) + " of the value");
            }
            worst = Math.max(worst, off);
        }
        return worst;
    }

    private static FloatBuffer floats(ByteBuffer bytes) {
        return bytes.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static RejectedException failed(String message) {
        return new RejectedException(
                "model.test.failed", message + ".", "Have its maker correct the model or its test vectors.", null);
    }
}
