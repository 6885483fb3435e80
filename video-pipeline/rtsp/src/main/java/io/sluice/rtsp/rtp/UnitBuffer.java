package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Writes NAL units, each after its length, one behind the other onto slabs: bytes go from the socket's buffer to their
 * final place in one copy. Only a unit that outgrows its slab is moved. Used by one thread.
 */
final class UnitBuffer {

    private static final int LENGTH_SIZE = 4;
    private static final int NONE = -1;

    private final SlabPool pool;
    private Slab slab;
    private int unitStart;
    private int nalStart = NONE;
    private int position;
    private boolean full;
    private boolean closed;

    UnitBuffer(SlabPool pool) {
        this.pool = pool;
    }

    boolean inNal() {
        return nalStart != NONE;
    }

    /** Whether the unit has any NAL unit, finished or not. */
    boolean isEmpty() {
        return position == unitStart;
    }

    /** Whether memory ran out since the unit began; it is then incomplete. */
    boolean full() {
        return full;
    }

    void beginNal() {
        nalStart = position;
        if (reserve(LENGTH_SIZE)) {
            position += LENGTH_SIZE;
        }
    }

    void append(ByteBuffer source, int offset, int length) {
        if (reserve(length)) {
            slab.memory().put(position, source, offset, length);
            position += length;
        }
    }

    void append(int value) {
        if (reserve(1)) {
            slab.memory().put(position++, (byte) value);
        }
    }

    /** A view of the NAL unit under way, without length; valid until the next write. */
    ByteBuffer nal() {
        return full
                ? ByteBuffer.allocate(0)
                : slab.memory().slice(nalStart + LENGTH_SIZE, position - nalStart - LENGTH_SIZE);
    }

    void keepNal() {
        if (!full) {
            slab.memory().putInt(nalStart, position - nalStart - LENGTH_SIZE);
        }
        nalStart = NONE;
    }

    void dropNal() {
        if (nalStart != NONE && !full) {
            position = nalStart;
        }
        nalStart = NONE;
    }

    /** The unit's bytes; its memory is used once more, to be given back by running {@link #memory()}. */
    ByteBuffer takeUnit() {
        slab.use();
        ByteBuffer unit = slab.memory().slice(unitStart, position - unitStart);
        unitStart = position;
        return unit;
    }

    /** What gives back the memory of the unit last taken; to be asked for right after taking it. */
    Runnable memory() {
        return slab;
    }

    void dropUnit() {
        nalStart = NONE;
        position = unitStart;
        full = false;
    }

    /** Gives the slab back; units taken keep theirs. What is written from now on goes nowhere. */
    void close() {
        closed = true;
        dropUnit();
        if (slab != null) {
            slab.run();
            slab = null;
        }
        unitStart = 0;
        position = 0;
    }

    private boolean reserve(int length) {
        if (full || closed) {
            full = true;
            return false;
        }
        if (slab != null && slab.capacity() - position >= length) {
            return true;
        }
        int written = position - unitStart;
        // Twice the need, so that a growing picture is moved a few times at most.
        Optional<Slab> next = pool.take(Math.max(SlabPool.SMALLEST, written == 0 ? length : 2 * (written + length)));
        if (next.isEmpty()) {
            full = true;
            return false;
        }
        if (slab != null) {
            next.get().memory().put(0, slab.memory(), unitStart, written);
            slab.run();
        }
        slab = next.get();
        nalStart = nalStart == NONE ? NONE : nalStart - unitStart;
        unitStart = 0;
        position = written;
        return true;
    }
}
