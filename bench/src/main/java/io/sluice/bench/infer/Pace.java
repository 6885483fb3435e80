package io.sluice.bench.infer;

import java.util.concurrent.locks.LockSupport;

/** When the next picture is due. */
final class Pace {

    private static final long CAMERA_NANOS = 1_000_000_000L / 30;

    private final long period;
    private long next;

    private Pace(long period) {
        this.period = period;
    }

    /** Each picture as soon as the one before is done. */
    static Pace none() {
        return new Pace(0);
    }

    /** 30 pictures a second. */
    static Pace camera() {
        return new Pace(CAMERA_NANOS);
    }

    /** The first picture is due now. */
    Pace begin() {
        next = System.nanoTime();
        return this;
    }

    /** Rests until the next picture is due. */
    void await() {
        for (long left = next - System.nanoTime(); period > 0 && left > 0; left = next - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        next += period;
    }
}
