package io.sluice.rtsp.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SlabPoolTest {

    @Test
    void slabComesBackWithItsLastUse() {
        SlabPool pool = new SlabPool(1 << 20);
        Slab slab = pool.take(1000).orElseThrow();
        slab.use();
        slab.run();
        assertEquals(0, pool.unused());
        slab.run();

        assertEquals(SlabPool.SMALLEST, pool.unused());
        assertSame(slab, pool.take(SlabPool.SMALLEST).orElseThrow());
    }

    @Test
    void boundHoldsAndUnusedSlabsMakeRoomForOtherSizes() {
        SlabPool pool = new SlabPool(4 * SlabPool.SMALLEST);
        pool.take(1).orElseThrow().run();
        pool.take(2 * SlabPool.SMALLEST + 1).orElseThrow();

        assertEquals(4 * SlabPool.SMALLEST, pool.allocated());
        assertTrue(pool.take(1).isEmpty());
        assertTrue(pool.take(SlabPool.LARGEST + 1).isEmpty(), "no picture is that large");
    }

    @Test
    void unitThatOutgrowsItsSlabIsMovedWhole() {
        SlabPool pool = new SlabPool(8 << 20);
        UnitBuffer buffer = new UnitBuffer(pool);
        ByteBuffer piece = ByteBuffer.allocate(1000);
        for (int i = 0; i < 1000; i++) {
            piece.put(i, (byte) i);
        }
        buffer.beginNal();
        for (int i = 0; i < 700; i++) {
            buffer.append(piece, 0, 1000);
        }
        buffer.keepNal();
        ByteBuffer unit = buffer.takeUnit();
        Runnable memory = buffer.memory();

        assertEquals(700_000, unit.getInt(0));
        for (int i = 0; i < 700_000; i++) {
            assertEquals((byte) (i % 1000), unit.get(4 + i));
        }
        buffer.close();
        memory.run();
        assertEquals(pool.allocated(), pool.unused());
    }

    @Test
    void withoutMemoryTheUnitIsLostAndTheNextIsTriedAgain() {
        SlabPool pool = new SlabPool(SlabPool.SMALLEST);
        Slab taken = pool.take(1).orElseThrow();
        UnitBuffer buffer = new UnitBuffer(pool);
        buffer.beginNal();
        buffer.append(7);
        buffer.keepNal();
        assertTrue(buffer.full());

        buffer.dropUnit();
        taken.run();
        buffer.beginNal();
        buffer.append(7);
        buffer.keepNal();
        assertEquals(5, buffer.takeUnit().remaining());
    }
}
