package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Direct memory for access units, in slabs that many units share. Slabs come back when the last unit on them is
 * released
 * and are used again, so a steady stream allocates nothing. Bounded; thread-safe.
 */
public final class SlabPool {

    /** Half a second of a usual 1080p stream. */
    static final int SMALLEST = 256 * 1024;
    /** No picture of any level is larger than this. */
    static final int LARGEST = 16 * 1024 * 1024;

    private final long capacity;
    /** By size: SMALLEST times a power of two. */
    private final List<Deque<Slab>> free = new ArrayList<>();
    private long allocated;

    /** @param capacity bytes of direct memory at most */
    public SlabPool(long capacity) {
        this.capacity = capacity;
        for (int size = SMALLEST; size <= LARGEST; size *= 2) {
            free.add(new ArrayDeque<>());
        }
    }

    /** A slab of this many bytes at least, used once; empty when the bound or the process's memory is reached. */
    Optional<Slab> take(int bytes) {
        int kind = 0;
        while (SMALLEST << kind < bytes) {
            if (++kind == free.size()) {
                return Optional.empty();
            }
        }
        Slab slab;
        synchronized (this) {
            slab = free.get(kind).poll();
            if (slab == null) {
                slab = allocate(kind);
            }
        }
        if (slab == null) {
            return Optional.empty();
        }
        slab.reuse();
        return Optional.of(slab);
    }

    /** Bytes of direct memory held, in use or free. */
    public synchronized long allocated() {
        return allocated;
    }

    /** Bytes of it that no unit uses. */
    public synchronized long unused() {
        long bytes = 0;
        for (int kind = 0; kind < free.size(); kind++) {
            bytes += (long) (SMALLEST << kind) * free.get(kind).size();
        }
        return bytes;
    }

    synchronized void giveBack(Slab slab) {
        free.get(kind(slab)).push(slab);
    }

    private Slab allocate(int kind) {
        int size = SMALLEST << kind;
        if (allocated + size > capacity) {
            dropUnused();
        }
        if (allocated + size > capacity) {
            return null;
        }
        try {
            Slab slab = new Slab(this, ByteBuffer.allocateDirect(size));
            allocated += size;
            return slab;
        } catch (OutOfMemoryError noDirectMemory) {
            // The bound of the process is lower than ours: the same to a caller.
            return null;
        }
    }

    /** Slabs of another size are in the way; the collector frees their memory. */
    private void dropUnused() {
        for (Deque<Slab> kind : free) {
            kind.forEach(slab -> allocated -= slab.capacity());
            kind.clear();
        }
    }

    private static int kind(Slab slab) {
        return Integer.numberOfTrailingZeros(slab.capacity() / SMALLEST);
    }
}
