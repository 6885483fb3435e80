package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sluice.api.model.ModelData;

/** How ONNX Runtime is set up for a model. */
public interface SessionSetup {

    /**
     * Chooses execution providers and their settings. Full optimisation and where external data lie are set before.
     *
     * @param options of the session to come, to be changed; closed by the caller once the session is there
     */
    void configure(SessionOptions options, ModelData model) throws OrtException;

    /** There will be no session to look at: what was laid out for it is to be taken away. */
    default void abandon() {
        // Most lay nothing out.
    }

    /**
     * Looks at a session just made, before anything runs on it.
     *
     * @throws io.sluice.api.error.SluiceException when it is not to be used; the caller closes it
     */
    default void check(ModelData model, OrtSession session) throws OrtException {
        // On the processor whatever loads also runs.
    }
}
