package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.ModelData;
import java.util.Optional;

/** What one device has of its own among those that ONNX Runtime runs models on. Thread-safe. */
public interface OnnxBackend extends SessionSetup {

    /** What a failure is about. */
    enum Trouble {
        /** This model or this run. */
        RUN,
        /** There is no memory left for it. */
        MEMORY,
        /** The device does not answer any more, whatever is run. */
        LOST
    }

    /** The accelerator's id, such as {@code cpu-0}. */
    String id();

    /** The device in messages, within a sentence: {@code the processor}. */
    String name();

    /**
     * Another way to set up a model that could not be loaded; tried once.
     *
     * @param failure of the first try
     */
    default Optional<SessionSetup> instead(ModelData model, OrtException failure) {
        return Optional.empty();
    }

    /** What a failure to load means where it is not as for the processor. */
    default Optional<SluiceException> refusal(String model, OrtException failure) {
        return Optional.empty();
    }

    /** @param reason in ONNX Runtime's words, never of the processor's memory, which is recognised before */
    default Trouble trouble(String reason) {
        return Trouble.RUN;
    }
}
