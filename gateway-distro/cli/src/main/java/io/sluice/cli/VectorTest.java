package io.sluice.cli;

import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.vector.Verdict;
import io.sluice.algorithm.vector.VectorRun;
import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelVariant;
import java.io.IOException;
import java.util.List;

/**
 * Runs test vectors on this machine's processor; what cannot be run has failed.
 *
 * @param run of the algorithm
 * @param processor what runs models
 */
record VectorTest(VectorRun run, Accelerator processor) {

    Verdict verdict(TestVector vector) throws IOException {
        try {
            return VectorRun.ofTensors(vector) ? outputs(vector) : run.findings(vector, List.of(processor));
        } catch (SluiceException error) {
            return new Verdict(false, List.of(error.getMessage()));
        }
    }

    private Verdict outputs(TestVector vector) throws IOException {
        String model = vector.model().orElseThrow();
        ModelVariant variant = run.algorithm().model(model).orElseThrow().variants().stream()
                .filter(one -> processor.info().formats().contains(one.data().format()))
                .findFirst()
                .orElseThrow(() -> new RejectedException("vector.unfit",
                        "The model " + model + " has no variant for this processor.", "Test it on a gateway.", null));
        try (InferenceSession session = processor.load(variant.data()); Binding binding = session.bind()) {
            return run.outputs(vector, session, binding);
        }
    }
}
