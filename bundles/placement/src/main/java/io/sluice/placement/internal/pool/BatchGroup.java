package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Binding;
import io.sluice.api.error.UnavailableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/**
 * One tensor for several pictures, and the users whose parts of it are run together. Each user's thread comes with its part
 * written. The one that completes the round leads it: runs the model and copies each part of the results to its user. The round
 * is complete when all are in who took part of late, or when the first has waited as long as it may; who has no picture is not
 * waited for twice. While a round runs others write their parts for the next one.
 *
 * <p>The lock is held for moments only, never during a run. A round allocates nothing. The tensor is freed when the last user
 * has left and no run is in flight, even one that hangs.
 */
final class BatchGroup implements InFlight {

    /** Who was in none of so many rounds has stopped, or is much slower than the others. */
    private static final int ROUNDS_AWAY = 4;

    final int pictures;
    private final SharedSession session;
    private final Pool pool;
    private final Binding tensors;
    private final int outputs;
    private final BatchSlot[] slots;
    private int users;
    private long rounds;
    private int waiting;
    private long openedAt;
    private boolean running;
    private volatile long runningSince;
    private volatile boolean retired;
    private UnavailableException broken;
    private boolean freed;

    /**
     * @throws io.sluice.api.error.SluiceException when the session cannot have so many
     */
    BatchGroup(SharedSession session, Pool pool, int pictures) {
        this.session = session;
        this.pool = pool;
        this.pictures = pictures;
        slots = new BatchSlot[pictures];
        outputs = session.session.outputs().size();
        tensors = session.session.bind(pictures);
        session.device.inFlight.add(this);
    }

    /** The part of an input that is one user's. */
    ByteBuffer part(int input, int slot) {
        ByteBuffer whole = tensors.input(input);
        int bytes = whole.capacity() / pictures;
        return whole.slice(slot * bytes, bytes).order(ByteOrder.nativeOrder());
    }

    /** Takes a place for one more user. @return its index, or -1 where there is none */
    synchronized int join(BatchSlot user) {
        for (int index = 0; index < pictures && !retired && !freed; index++) {
            if (slots[index] == null) {
                slots[index] = user;
                users++;
                return index;
            }
        }
        return -1;
    }

    synchronized int users() {
        return users;
    }

    /** Nobody joins any more; those who are in go on. */
    void retire() {
        retired = true;
    }

    boolean retired() {
        return retired;
    }

    /** Runs the model with the user's part and those of others; returns when its results are there. */
    void run(BatchSlot user) {
        enter(user);
        boolean interrupted = false;
        try {
            for (long pause = step(user); pause != 0; pause = step(user)) {
                LockSupport.parkNanos(this, pause);
                // An interrupt does not end the wait, and is kept: a run of the driver's would not end either.
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        UnavailableException failure = user.takeFailure();
        if (failure != null) {
            throw new UnavailableException(failure.code(), failure.getMessage(), failure.remedy(), failure);
        }
    }

    private synchronized void enter(BatchSlot user) {
        if (broken != null) {
            throw new UnavailableException(broken.code(), broken.getMessage(), broken.remedy(), broken);
        }
        user.begin(rounds);
        if (waiting++ == 0) {
            openedAt = pool.now();
        }
    }

    /** Leads the round where it is complete. @return how long to wait before looking again; 0 when the user's run is over */
    private long step(BatchSlot user) {
        synchronized (this) {
            if (user.state() == BatchSlot.State.IDLE) {
                return 0;
            }
            if (user.state() == BatchSlot.State.RUNNING || running) {
                return Long.MAX_VALUE;
            }
            long left = session.batch().waitNanos() - (pool.now() - openedAt);
            if (left > 0 && !allIn()) {
                return left;
            }
            begin();
        }
        lead(user);
        return 0;
    }

    private boolean allIn() {
        for (BatchSlot slot : slots) {
            if (slot != null && slot.state() != BatchSlot.State.WAITING && slot.tookPartSince(rounds - ROUNDS_AWAY)) {
                return false;
            }
        }
        return true;
    }

    private void begin() {
        for (BatchSlot slot : slots) {
            if (slot != null && slot.state() == BatchSlot.State.WAITING) {
                slot.running();
            }
        }
        waiting = 0;
        running = true;
        rounds++;
        long now = pool.now();
        runningSince = now == 0 ? 1 : now;
    }

    private void lead(BatchSlot leader) {
        UnavailableException failure = null;
        boolean ended = false;
        try {
            tensors.run();
            hand();
            ended = true;
        } catch (RuntimeException error) {
            failure = Problems.ofRun(session, error);
            ended = true;
        } finally {
            // An Error of the leader's is passed on to it, and ends the others' runs too.
            finish(leader, ended ? failure : Problems.interruptedRun(session));
        }
    }

    /** To buffers of the users' own, since one may still read while the next round runs. */
    private void hand() {
        for (int output = 0; output < outputs; output++) {
            ByteBuffer whole = tensors.output(output);
            for (int index = 0; index < pictures; index++) {
                BatchSlot slot = slots[index];
                if (slot != null && slot.state() == BatchSlot.State.RUNNING) {
                    slot.take(output, whole, index);
                }
            }
        }
    }

    private void finish(BatchSlot leader, UnavailableException failure) {
        long took = pool.now() - runningSince;
        synchronized (this) {
            for (int index = 0; index < pictures; index++) {
                BatchSlot slot = slots[index];
                if (slot != null && slot.state() == BatchSlot.State.RUNNING) {
                    slot.over(failure, slot == leader);
                }
                if (slot != null && slot.left()) {
                    slots[index] = null;
                }
            }
            running = false;
            runningSince = 0;
            wakeOne();
            freeIfLast();
        }
        if (failure != null) {
            pool.runFailed(session, failure);
        } else {
            session.device.busyNanos.add(took);
            session.failures.succeeded();
            session.device.failures.succeeded();
        }
    }

    /** Somebody of those who wait must look at the time, and lead. */
    private void wakeOne() {
        for (BatchSlot slot : slots) {
            if (slot != null && slot.state() == BatchSlot.State.WAITING) {
                slot.wake();
                return;
            }
        }
    }

    /** A user goes; if it waits, its run fails. */
    synchronized void leave(BatchSlot user, int index) {
        users--;
        if (user.state() == BatchSlot.State.WAITING) {
            waiting--;
            user.over(Problems.bindingClosed(), false);
        }
        if (user.state() == BatchSlot.State.IDLE) {
            slots[index] = null;
        }
        wakeOne();
        freeIfLast();
    }

    private void freeIfLast() {
        if (users == 0 && !running && !freed) {
            freed = true;
            session.device.inFlight.remove(this);
            tensors.close();
        }
    }

    @Override
    public long runningSince() {
        return runningSince;
    }

    @Override
    public synchronized void abandon(UnavailableException cause) {
        broken = cause;
        retired = true;
        waiting = 0;
        for (BatchSlot slot : slots) {
            if (slot != null && slot.state() != BatchSlot.State.IDLE) {
                slot.over(cause, false);
            }
        }
    }
}
