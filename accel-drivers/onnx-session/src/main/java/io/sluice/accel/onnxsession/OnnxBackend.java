package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.api.model.ModelData;

/** What one device has of its own among those that ONNX Runtime runs models on. Thread-safe. */
public interface OnnxBackend {

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
     * Chooses execution providers and their settings. Full optimisation and where external data lie are set before.
     *
     * @param options of the session to come, to be changed; closed by the caller once the session is there
     */
    void configure(SessionOptions options, ModelData model) throws OrtException;

    /**
     * Looks at a session just made, before anything runs on it.
     *
     * @throws io.sluice.api.error.SluiceException when it is not to be used; the caller closes it
     */
    default void check(ModelData model, OrtSession session) throws OrtException {
        // On the processor whatever loads also runs.
    }

    /** @param reason in ONNX Runtime's words, never of the processor's memory, which is recognised before */
    default Trouble trouble(String reason) {
        return Trouble.RUN;
    }
}
