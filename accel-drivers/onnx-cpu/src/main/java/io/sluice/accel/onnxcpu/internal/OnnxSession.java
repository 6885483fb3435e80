package io.sluice.accel.onnxcpu.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in ONNX Runtime. Runs hold the lock for reading, so that closing waits for them and comes before the
 * next.
 */
final class OnnxSession implements InferenceSession {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);

    private final String name;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final Consumer<OnnxSession> onClose;
    private final StampedLock lock = new StampedLock();
    private boolean closed;

    /** Takes over the session. */
    OnnxSession(String name, OrtEnvironment environment, OrtSession session, Consumer<OnnxSession> onClose)
            throws OrtException {
        this.name = name;
        this.environment = environment;
        this.session = session;
        this.onClose = onClose;
        inputs = TensorSpecs.of(session.getInputInfo().values());
        outputs = TensorSpecs.of(session.getOutputInfo().values());
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public Binding bind() {
        for (TensorSpec input : inputs) {
            if (!TensorSpecs.fixed(input)) {
                throw Rejections.notFixed(name, input);
            }
        }
        return new OnnxBinding(this, environment);
    }

    @Override
    public void close() {
        long stamp = lock.writeLock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            session.close();
        } catch (OrtException error) {
            LOG.warn("ONNX Runtime failed to free the model {}", name, error);
        } finally {
            lock.unlockWrite(stamp);
        }
        onClose.accept(this);
    }

    String name() {
        return name;
    }

    /**
     * Keeps the session open until {@link #leave(long)}.
     *
     * @throws UnavailableException when it is closed
     */
    long enter() {
        long stamp = lock.readLock();
        if (closed) {
            lock.unlockRead(stamp);
            throw new UnavailableException("accelerator.session.closed",
                    "The model " + name + " is not loaded any more.", "", null);
        }
        return stamp;
    }

    void leave(long stamp) {
        lock.unlockRead(stamp);
    }

    /** Only between {@link #enter()} and {@link #leave(long)}. */
    OrtSession runtime() {
        return session;
    }
}
