package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.error.UnavailableException;
import java.nio.ByteBuffer;

/** The driver's binding, its runs timed and its failures counted. Buffers are the driver's own; a run allocates nothing. */
final class TimedBinding implements Binding, InFlight {

    private final Binding binding;
    private final SharedSession session;
    private final RunStatistics statistics;
    private final Pool pool;
    private volatile long runningSince;
    private boolean closed;

    /** Takes over the binding and its maker's use of the session. */
    TimedBinding(Binding binding, SharedSession session, RunStatistics statistics, Pool pool) {
        this.binding = binding;
        this.session = session;
        this.statistics = statistics;
        this.pool = pool;
        session.device.inFlight.add(this);
    }

    @Override
    public ByteBuffer input(int index) {
        return binding.input(index);
    }

    @Override
    public ByteBuffer output(int index) {
        return binding.output(index);
    }

    @Override
    public long[] outputShape(int index) {
        return binding.outputShape(index);
    }

    @Override
    public void run() {
        long begun = pool.now();
        runningSince = begun == 0 ? 1 : begun;
        try {
            binding.run();
        } catch (RuntimeException error) {
            statistics.failed();
            UnavailableException failure = Problems.ofRun(session, error);
            pool.runFailed(session, failure);
            throw failure;
        } finally {
            runningSince = 0;
        }
        long took = pool.now() - begun;
        statistics.succeeded(took);
        session.device.busyNanos.add(took);
        session.failures.succeeded();
        session.device.failures.succeeded();
    }

    @Override
    public long runningSince() {
        return runningSince;
    }

    @Override
    public void abandon(UnavailableException cause) {
        // Nobody waits but the one who is in the driver.
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        session.device.inFlight.remove(this);
        try {
            binding.close();
        } finally {
            session.release(pool.now());
        }
    }
}
