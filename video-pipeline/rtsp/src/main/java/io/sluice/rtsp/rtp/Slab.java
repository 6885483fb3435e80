package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A piece of a {@link SlabPool}: used by its writer and by every unit written on it. Running it gives one use back. */
final class Slab implements Runnable {

    private final SlabPool pool;
    private final ByteBuffer memory;
    private final AtomicInteger uses = new AtomicInteger();

    Slab(SlabPool pool, ByteBuffer memory) {
        this.pool = pool;
        this.memory = memory;
    }

    int capacity() {
        return memory.capacity();
    }

    ByteBuffer memory() {
        return memory;
    }

    void reuse() {
        uses.set(1);
    }

    /** By a user only. */
    void use() {
        uses.incrementAndGet();
    }

    @Override
    public void run() {
        if (uses.decrementAndGet() == 0) {
            pool.giveBack(this);
        }
    }
}
