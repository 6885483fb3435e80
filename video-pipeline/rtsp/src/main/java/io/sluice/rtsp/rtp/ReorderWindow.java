package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;

/**
 * Puts packets of an unreliable transport into order. Packets in order pass straight through; those behind a gap are
 * kept
 * until the gap fills, the window is full or it has waited long enough. Used by one thread.
 */
final class ReorderWindow {

    /** Gets packets in ascending order, possibly with gaps. */
    @FunctionalInterface
    interface Output {
        void packet(ByteBuffer data, int offset, int length, long now);
    }

    private static final int SIZE = 128;
    private static final int MASK = SIZE - 1;

    private final long patienceNanos;
    private final Output output;
    private final ByteBuffer[] kept = new ByteBuffer[SIZE];
    private final boolean[] present = new boolean[SIZE];
    private boolean started;
    private int expected;
    private int waiting;
    private long gapSince;

    ReorderWindow(long patienceNanos, Output output) {
        this.patienceNanos = patienceNanos;
        this.output = output;
    }

    void packet(int sequence, ByteBuffer data, int offset, int length, long now) {
        if (!started) {
            started = true;
            expected = sequence;
        }
        int ahead = (short) (sequence - expected);
        if (ahead < 0 && ahead > -SIZE * 8) {
            // Too late, or twice.
            return;
        }
        if (ahead == 0) {
            deliver(data, offset, length, now);
            drain(now);
        } else if (ahead > 0 && ahead < SIZE) {
            keep(sequence, data, offset, length, now);
        } else {
            flush(now);
            expected = sequence;
            deliver(data, offset, length, now);
        }
    }

    /** Gives up on a gap that has waited long enough. */
    void expire(long now) {
        if (waiting > 0 && now - gapSince >= patienceNanos) {
            skipGap();
            drain(now);
        }
    }

    private void keep(int sequence, ByteBuffer data, int offset, int length, long now) {
        int slot = sequence & MASK;
        if (present[slot]) {
            return;
        }
        if (kept[slot] == null || kept[slot].capacity() < length) {
            kept[slot] = ByteBuffer.allocate(Math.max(2048, length));
        }
        kept[slot].clear().put(0, data, offset, length).limit(length);
        present[slot] = true;
        if (waiting++ == 0) {
            gapSince = now;
        }
    }

    private void flush(long now) {
        while (waiting > 0) {
            skipGap();
            drain(now);
        }
    }

    private void skipGap() {
        while (!present[expected & MASK]) {
            expected = expected + 1 & 0xFFFF;
        }
    }

    private void drain(long now) {
        while (waiting > 0 && present[expected & MASK]) {
            int slot = expected & MASK;
            present[slot] = false;
            waiting--;
            // What is left waits for another gap, from now on.
            gapSince = now;
            deliver(kept[slot], 0, kept[slot].limit(), now);
        }
    }

    private void deliver(ByteBuffer data, int offset, int length, long now) {
        expected = expected + 1 & 0xFFFF;
        output.packet(data, offset, length, now);
    }
}
