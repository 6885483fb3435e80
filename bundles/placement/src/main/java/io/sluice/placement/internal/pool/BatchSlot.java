package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A user's part of a batch: its inputs are parts of the batch's own tensors, its outputs buffers of its own. Used by one thread
 * at a time; its state is guarded by the group.
 */
final class BatchSlot implements Binding {

    /** Where a user's run is. */
    enum State {
        /** Not in a run. */
        IDLE,
        /** Its part is written; the round has not begun. */
        WAITING,
        /** Its round runs. */
        RUNNING
    }

    private final BatchGroup group;
    private final SharedSession session;
    private final RunStatistics statistics;
    private final Pool pool;
    private final int index;
    private final ByteBuffer[] inputs;
    private final ByteBuffer[] outputs;
    private final long[][] shapes;
    private State state = State.IDLE;
    private Thread thread;
    private UnavailableException failure;
    private long latestRound = Long.MIN_VALUE / 2;
    private volatile boolean closed;

    private BatchSlot(BatchGroup group, SharedSession session, RunStatistics statistics, Pool pool) {
        this.group = group;
        this.session = session;
        this.statistics = statistics;
        this.pool = pool;
        List<TensorSpec> specs = TensorSizes.ofOnePicture(session.session.outputs());
        outputs = new ByteBuffer[specs.size()];
        shapes = new long[specs.size()][];
        for (int output = 0; output < outputs.length; output++) {
            outputs[output] = ByteBuffer.allocateDirect(TensorSizes.bytes(specs.get(output)))
                    .order(ByteOrder.nativeOrder());
            shapes[output] = specs.get(output).shape().stream().mapToLong(Long::longValue).toArray();
        }
        inputs = new ByteBuffer[session.session.inputs().size()];
        index = group.join(this);
        for (int input = 0; index >= 0 && input < inputs.length; input++) {
            inputs[input] = group.part(input, index);
        }
    }

    /**
     * Takes over its maker's use of the session, where there is room in the group.
     *
     * @return null where there is none
     */
    static BatchSlot join(BatchGroup group, SharedSession session, RunStatistics statistics, Pool pool) {
        BatchSlot slot = new BatchSlot(group, session, statistics, pool);
        return slot.index < 0 ? null : slot;
    }

    @Override
    public ByteBuffer input(int input) {
        return inputs[input];
    }

    @Override
    public ByteBuffer output(int output) {
        return outputs[output];
    }

    @Override
    public long[] outputShape(int output) {
        return shapes[output].clone();
    }

    @Override
    public void run() {
        long begun = pool.now();
        try {
            group.run(this);
        } catch (UnavailableException error) {
            statistics.failed();
            throw error;
        }
        statistics.succeeded(pool.now() - begun);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            group.leave(this, index);
        } finally {
            session.release(pool.now());
        }
    }

    State state() {
        return state;
    }

    boolean left() {
        return closed;
    }

    boolean tookPartSince(long round) {
        return latestRound >= round;
    }

    void begin(long round) {
        if (closed) {
            throw Problems.bindingClosed();
        }
        state = State.WAITING;
        failure = null;
        thread = Thread.currentThread();
        latestRound = round;
    }

    void running() {
        state = State.RUNNING;
    }

    /** Copies its part of an output. */
    void take(int output, ByteBuffer whole, int part) {
        int bytes = outputs[output].capacity();
        outputs[output].put(0, whole, part * bytes, bytes);
    }

    void over(UnavailableException why, boolean self) {
        failure = why;
        state = State.IDLE;
        if (!self) {
            wake();
        }
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    UnavailableException takeFailure() {
        UnavailableException why = failure;
        failure = null;
        return why;
    }
}
