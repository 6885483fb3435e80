package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import java.util.List;

/** A shared session as one of its holders sees it: one picture a run, and closing it is the pool's business. */
final class LeasedSession implements InferenceSession {

    private final PlacedLease lease;
    private final SharedSession session;

    LeasedSession(PlacedLease lease, SharedSession session) {
        this.lease = lease;
        this.session = session;
    }

    @Override
    public List<TensorSpec> inputs() {
        return TensorSizes.ofOnePicture(session.session.inputs());
    }

    @Override
    public List<TensorSpec> outputs() {
        return TensorSizes.ofOnePicture(session.session.outputs());
    }

    @Override
    public Binding bind() {
        return lease.bind();
    }

    @Override
    public void close() {
        // Shared with others; it is freed when the last lease has gone.
    }
}
