package io.sluice.accel.onnxsession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {

    private static final long LONG = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path folder;

    private final List<Held> held = new ArrayList<>();

    /** A lane in use until the test gives it back. */
    private static final class Held {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final Thread thread;

        Held(Lanes lanes) throws InterruptedException {
            thread = new Thread(() -> lanes.run(turn(() -> {
                begun.countDown();
                await(release);
            }), LONG));
            thread.start();
            await(begun);
        }

        void release() throws InterruptedException {
            release.countDown();
            thread.join(10_000);
        }
    }

    @AfterEach
    void release() throws InterruptedException {
        for (Held one : held) {
            one.release();
        }
    }

    private Held hold(Lanes lanes) throws InterruptedException {
        Held one = new Held(lanes);
        held.add(one);
        return one;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static Lanes.Turn turn(Runnable work) {
        return new Lanes.Turn() {
            @Override
            void run() {
                work.run();
            }
        };
    }

    private static Thread waiting(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void noMoreRunAtOnceThanThereAreLanes() throws Exception {
        Lanes lanes = new Lanes(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int[] mine = new int[1];
                Lanes.Turn turn = turn(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    three.countDown();
                    if (mine[0]++ == 0) {
                        await(three);
                    }
                    runs.incrementAndGet();
                    inside.decrementAndGet();
                });
                ends.add(callers.submit(() -> {
                    for (int number = 1; number <= 200; number++) {
                        lanes.run(turn, LONG);
                        assertEquals(number, mine[0], "the run was over when the call returned");
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }
        assertEquals(3, most.get());
        assertEquals(1600, runs.get());
    }

    @Test
    void theyServeInTheOrderOfComing() throws Exception {
        Lanes lanes = new Lanes(1);
        List<Integer> order = new CopyOnWriteArrayList<>();
        Held first = hold(lanes);
        List<Thread> waiting = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            int place = number;
            waiting.add(waiting(() -> lanes.run(turn(() -> order.add(place)), LONG)));
        }
        first.release();
        for (Thread thread : waiting) {
            thread.join(10_000);
        }
        assertEquals(List.of(0, 1, 2, 3, 4), order);
    }

    @Test
    void whoAlwaysComesBackTakesNobodysTurn() throws Exception {
        Lanes lanes = new Lanes(1);
        Held first = hold(lanes);
        AtomicInteger greedy = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger(-1);
        Lanes.Turn again = turn(greedy::incrementAndGet);
        Thread other = waiting(() -> {
            for (int run = 0; run < 1000; run++) {
                lanes.run(again, LONG);
            }
        });
        Thread modest = waiting(() -> lanes.run(turn(() -> seen.set(greedy.get())), LONG));
        first.release();
        modest.join(10_000);
        other.join(10_000);
        assertEquals(1000, greedy.get());
        assertEquals(1, seen.get());
    }

    @Test
    void whoFindsALaneFreeRunsOnItsOwnThread() {
        Lanes lanes = new Lanes(1);
        List<Thread> on = new ArrayList<>();
        lanes.run(turn(() -> on.add(Thread.currentThread())), LONG);
        assertEquals(List.of(Thread.currentThread()), on);
    }

    @Test
    void whatARunThrowsIsItsCallersAlone() throws Exception {
        Lanes lanes = new Lanes(1);
        Lanes.Turn failing = turn(() -> {
            throw new UnavailableException("test.failed", "It failed.", "", null);
        });
        assertThrows(UnavailableException.class, () -> lanes.run(failing, LONG));
        Held first = hold(lanes);
        List<String> told = new CopyOnWriteArrayList<>();
        List<Thread> callers = List.of(
                waiting(() -> told.add(assertThrows(UnavailableException.class, () -> lanes.run(failing, LONG)).code())),
                waiting(() -> assertThrows(OutOfMemoryError.class, () -> lanes.run(turn(() -> {
                    throw new OutOfMemoryError("test");
                }), LONG))),
                waiting(() -> lanes.run(turn(() -> told.add("ran")), LONG)));
        first.release();
        for (Thread caller : callers) {
            caller.join(10_000);
        }
        assertEquals(List.of("ran", "test.failed"), told.stream().sorted().toList());
        lanes.run(turn(() -> told.add("free again")), SHORT);
    }

    @Test
    void whoFindsNoLaneInTimeIsToldSoAndTakesNone() throws Exception {
        Lanes lanes = new Lanes(1);
        Held first = hold(lanes);
        AtomicInteger runs = new AtomicInteger();
        Lanes.Turn late = turn(runs::incrementAndGet);
        UnavailableException busy = assertThrows(UnavailableException.class, () -> lanes.run(late, SHORT));
        assertEquals("accelerator.busy", busy.code());
        assertFalse(busy.remedy().isEmpty());
        first.release();
        assertEquals(0, runs.get());
        lanes.run(late, SHORT);
        assertEquals(1, runs.get());
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorGetsLost() throws Exception {
        Lanes lanes = new Lanes(1);
        Held first = hold(lanes);
        AtomicInteger outcome = new AtomicInteger();
        Thread waiting = waiting(() -> {
            lanes.run(turn(() -> { }), LONG);
            outcome.set(Thread.currentThread().isInterrupted() ? 1 : 2);
        });
        waiting.interrupt();
        while (waiting.getState() != Thread.State.TIMED_WAITING || waiting.isInterrupted()) {
            Thread.onSpinWait();
        }
        assertEquals(0, outcome.get());
        first.release();
        waiting.join(10_000);
        assertEquals(1, outcome.get());
    }

    @Test
    void utilisationIsThePartOfTheLanesThatIsBusy() throws Exception {
        Lanes lanes = new Lanes(2);
        Held first = hold(lanes);
        Held second = hold(lanes);
        long until = System.nanoTime() + 20_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertTrue(lanes.utilisation() > 0, "both lanes are in use, though no run has ended yet");
        first.release();
        second.release();
        double after = lanes.utilisation();
        assertTrue(after > 0 && after <= 1, "utilisation " + after);
        assertEquals(0, new Lanes(2).utilisation());
    }

    @Test
    void whoComesAfterTheEndIsServedAndNoThreadStays() throws Exception {
        Lanes lanes = new Lanes(1);
        Held first = hold(lanes);
        List<Thread> on = new CopyOnWriteArrayList<>();
        Thread waiting = waiting(() -> lanes.run(turn(() -> on.add(Thread.currentThread())), LONG));
        lanes.close();
        first.release();
        waiting.join(10_000);
        on.get(0).join(10_000);
        assertFalse(on.get(0).isAlive());
        lanes.run(turn(() -> on.add(Thread.currentThread())), SHORT);
        assertEquals(2, on.size());
    }

    @Test
    void allSessionsOfADeviceShareItsLanes() throws Exception {
        Path counting = OnnxModelWriter.counting().write(folder.resolve("counting.onnx"));
        try (OnnxDevice device = TestDevices.plain(1, Duration.ofMillis(100));
                InferenceSession first = device.load(FileModel.onnx(counting)); Binding oneBound = first.bind();
                InferenceSession second = device.load(FileModel.onnx(counting)); Binding twoBound = second.bind()) {
            Held lane = hold(device.lanes());
            for (Binding binding : List.of(oneBound, twoBound)) {
                UnavailableException busy = assertThrows(UnavailableException.class, binding::run);
                assertEquals("accelerator.busy", busy.code());
            }
            lane.release();
            oneBound.run();
            twoBound.run();
        }
    }

    @Test
    void closingASessionDoesNotWaitForItsRunsThatWaitForALane() throws Exception {
        Path counting = OnnxModelWriter.counting().write(folder.resolve("counting.onnx"));
        try (OnnxDevice device = TestDevices.plain(1, Duration.ofSeconds(5));
                InferenceSession session = device.load(FileModel.onnx(counting));
                Binding binding = session.bind()) {
            Held lane = hold(device.lanes());
            List<String> code = new CopyOnWriteArrayList<>();
            Thread caller = waiting(() -> code.add(assertThrows(UnavailableException.class, binding::run).code()));
            session.close();
            assertEquals(List.of(), code);
            lane.release();
            caller.join(10_000);
            assertEquals(List.of("accelerator.session.closed"), code);
        }
    }
}
