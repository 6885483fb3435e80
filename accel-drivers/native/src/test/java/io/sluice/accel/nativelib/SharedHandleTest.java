package io.sluice.accel.nativelib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedHandleTest {

    private final AtomicInteger freed = new AtomicInteger();
    private final SharedHandle handle = new SharedHandle(freed::incrementAndGet);

    @Test
    void isFreedByItsOwnerWhereNobodyUsesIt() {
        assertTrue(handle.acquire());
        handle.release();
        assertEquals(0, freed.get());
        handle.close();
        handle.close();
        assertEquals(1, freed.get());
        assertFalse(handle.acquire());
    }

    @Test
    void isFreedByTheLastUserWhereTheOwnerClosedBefore() {
        assertTrue(handle.acquire());
        assertTrue(handle.acquire());
        handle.close();
        assertFalse(handle.acquire());
        handle.release();
        assertEquals(0, freed.get());
        handle.release();
        assertEquals(1, freed.get());
    }

    @Test
    void isFreedOnceHoweverUsersAndOwnerRace() throws Exception {
        for (int round = 0; round < 200; round++) {
            AtomicInteger times = new AtomicInteger();
            AtomicInteger usedAfter = new AtomicInteger();
            SharedHandle raced = new SharedHandle(times::incrementAndGet);
            CyclicBarrier start = new CyclicBarrier(4);
            List<Thread> threads = new ArrayList<>();
            for (int user = 0; user < 3; user++) {
                threads.add(new Thread(() -> {
                    await(start);
                    while (raced.acquire()) {
                        usedAfter.addAndGet(times.get());
                        raced.release();
                    }
                }));
            }
            threads.forEach(Thread::start);
            await(start);
            raced.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1, times.get());
            assertEquals(0, usedAfter.get());
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
