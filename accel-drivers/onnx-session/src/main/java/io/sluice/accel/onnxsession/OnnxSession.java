package io.sluice.accel.onnxsession;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in ONNX Runtime. Runs hold the lock for reading, so that closing waits for those in flight; runs that come
 * while it waits are refused, and none is interrupted.
 */
final class OnnxSession implements InferenceSession {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);
    /** One late run may be the machine's fault. */
    private static final int MOST_STOPS_IN_A_ROW = 3;

    private final String name;
    private final Device device;
    private final OrtSession session;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final Batches batches;
    private final Consumer<OnnxSession> onClose;
    private final StampedLock lock = new StampedLock();
    private final AtomicInteger stopsInARow = new AtomicInteger();
    private volatile boolean closing;
    private boolean closed;

    /** Takes over the session. */
    OnnxSession(String name, Device device, OrtSession session, Batches batches, Consumer<OnnxSession> onClose)
            throws OrtException {
        this.name = name;
        this.device = device;
        this.session = session;
        this.batches = batches;
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
        if (closing) {
            throw gone();
        }
        for (TensorSpec input : inputs) {
            if (!TensorSpecs.fixed(input)) {
                throw Rejections.notFixed(name, input);
            }
        }
        return new OnnxBinding(this, device);
    }

    @Override
    public Binding bind(int pictures) {
        if (pictures < 1) {
            throw new IllegalArgumentException("pictures: " + pictures);
        }
        if (pictures == 1) {
            return bind();
        }
        OnnxSession batch = batches.of(pictures);
        for (TensorSpec output : batch.outputs) {
            if (output.shape().isEmpty() || output.shape().get(0) != pictures) {
                throw Rejections.outputNotByPictures(name, output, pictures);
            }
        }
        return batch.bind();
    }

    @Override
    public void close() {
        closing = true;
        batches.close();
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
        device.quarantine().remove(this);
        onClose.accept(this);
    }

    String name() {
        return name;
    }

    /**
     * Keeps the session open until {@link #leave(long)}.
     *
     * @throws UnavailableException when it is closed or in quarantine
     */
    long enter() {
        long stamp = closing ? 0 : lock.tryReadLock();
        if (stamp == 0) {
            throw gone();
        }
        if (stopsInARow.get() >= MOST_STOPS_IN_A_ROW) {
            lock.unlockRead(stamp);
            throw Failures.quarantined(name, MOST_STOPS_IN_A_ROW);
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

    /** A run came to its end by itself. */
    void ended() {
        if (stopsInARow.get() > 0) {
            stopsInARow.updateAndGet(stops -> stops < MOST_STOPS_IN_A_ROW ? 0 : stops);
        }
    }

    /** What it did before does not count any more. */
    void forgive() {
        stopsInARow.set(0);
    }

    /** A run was stopped, having lasted too long. */
    void stopped() {
        if (stopsInARow.incrementAndGet() == MOST_STOPS_IN_A_ROW) {
            LOG.warn("The model {} hung {} times in a row and is not run any more", name, MOST_STOPS_IN_A_ROW);
            device.quarantine().add(this);
        }
    }

    private UnavailableException gone() {
        return new UnavailableException(
                "accelerator.session.closed", "The model " + name + " is not loaded any more.", "", null);
    }
}
