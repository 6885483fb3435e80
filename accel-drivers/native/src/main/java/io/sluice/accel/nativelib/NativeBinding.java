package io.sluice.accel.nativelib;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import java.util.List;

/**
 * One caller's tensors in native memory. Its memory stays valid until it is closed, even when the session or the device
 * went before: its user may be writing into it at that moment.
 */
public abstract class NativeBinding implements Binding {

    private final NativeSession session;
    private final Releases releases;
    private boolean closed;

    /** @param releases gives back all that this binding took */
    protected NativeBinding(NativeSession session, Releases releases) {
        this.session = session;
        this.releases = releases;
    }

    /** Runs the model; within a session that stays loaded meanwhile. */
    protected abstract void execute();

    protected final NativeSession session() {
        return session;
    }

    @Override
    public long[] outputShape(int index) {
        List<TensorSpec> outputs = session.outputs();
        return Tensors.shape(outputs.get(index));
    }

    /** Holds the lock against a close by another thread, which the memory in use would not survive. */
    @Override
    public final synchronized void run() {
        if (closed) {
            throw Failures.bindingClosed();
        }
        session.enter();
        try {
            execute();
        } catch (UnavailableException failed) {
            session.accelerator().noteFailure(failed);
            throw failed;
        } finally {
            session.leave();
        }
    }

    @Override
    public final synchronized void close() {
        if (!closed) {
            closed = true;
            releases.close();
            session.leave();
        }
    }
}
