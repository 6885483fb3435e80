package io.sluice.recorder.internal;

import java.nio.ByteBuffer;

/** Memory in which the pieces of a fragment come together for the disk, at an address it can be fed from. One thread's. */
final class Staging {

    /** Over a second of a usual 1080p camera, so that most fragments are one write. */
    private static final int SIZE = 1 << 20;

    private ByteBuffer memory = ByteBuffer.allocateDirect(0);
    private int alignment;

    /** All of it, to be filled anew, beginning at a multiple of the block. */
    ByteBuffer empty(int block) {
        if (block > alignment) {
            memory = ByteBuffer.allocateDirect(SIZE + block).alignedSlice(block).limit(SIZE).slice();
            alignment = block;
        }
        return memory.clear();
    }
}
