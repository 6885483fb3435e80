package io.sluice.accel.onnxsession;

import io.sluice.api.error.UnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The sessions of one model for several pictures at once, each made when it is first asked for: with its batch fixed a model
 * runs as fast as ONNX Runtime can make it, and its outputs are written in place. Costs the weights again for each size.
 * Thread-safe.
 */
final class Batches implements AutoCloseable {

    /** Of a session that is one of these. */
    static final Batches NONE = new Batches(pictures -> {
        throw new IllegalStateException("a session for several pictures has no others");
    });

    private final IntFunction<OnnxSession> loader;
    private final Map<Integer, OnnxSession> sessions = new HashMap<>();
    private boolean closed;

    Batches(IntFunction<OnnxSession> loader) {
        this.loader = loader;
    }

    /** @throws UnavailableException when the model's session is closed */
    synchronized OnnxSession of(int pictures) {
        if (closed) {
            throw new UnavailableException("accelerator.session.closed", "The model is not loaded any more.", "", null);
        }
        return sessions.computeIfAbsent(pictures, loader::apply);
    }

    /** After the runs in flight. Idempotent. */
    @Override
    public synchronized void close() {
        if (this != NONE) {
            closed = true;
            sessions.values().forEach(OnnxSession::close);
        }
    }
}
