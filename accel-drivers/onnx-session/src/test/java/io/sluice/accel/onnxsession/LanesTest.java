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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {

    private static final long LONG = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path folder;

    @Test
    void noMoreRunAtOnceThanThereAreLanes() throws Exception {
        Lanes lanes = new Lanes(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                ends.add(callers.submit(() -> {
                    for (int turn = 0; turn < 200; turn++) {
                        Lanes.Lane lane = lanes.enter(LONG);
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        three.countDown();
                        if (turn == 0) {
                            three.await(10, TimeUnit.SECONDS);
                        }
                        inside.decrementAndGet();
                        lanes.leave(lane);
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
    }

    @Test
    void theyServeInTheOrderOfComing() throws Exception {
        Lanes lanes = new Lanes(1);
        List<Integer> order = new ArrayList<>();
        Lanes.Lane mine = lanes.enter(LONG);
        List<Thread> waiting = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            int place = number;
            Thread thread = new Thread(() -> {
                Lanes.Lane lane = lanes.enter(LONG);
                order.add(place);
                lanes.leave(lane);
            });
            thread.start();
            waiting.add(thread);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        lanes.leave(mine);
        for (Thread thread : waiting) {
            thread.join(10_000);
        }
        assertEquals(List.of(0, 1, 2, 3, 4), order);
    }

    @Test
    void whoFindsNoLaneInTimeIsToldSoAndTakesNone() {
        Lanes lanes = new Lanes(1);
        Lanes.Lane lane = lanes.enter(LONG);
        UnavailableException busy = assertThrows(UnavailableException.class, () -> lanes.enter(SHORT));
        assertEquals("accelerator.busy", busy.code());
        assertFalse(busy.remedy().isEmpty());
        lanes.leave(lane);
        lanes.leave(lanes.enter(SHORT));
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorGetsLost() throws Exception {
        Lanes lanes = new Lanes(1);
        Lanes.Lane mine = lanes.enter(LONG);
        AtomicInteger outcome = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            Lanes.Lane lane = lanes.enter(LONG);
            outcome.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            lanes.leave(lane);
        });
        waiting.start();
        waiting.interrupt();
        while (waiting.getState() != Thread.State.TIMED_WAITING || waiting.isInterrupted()) {
            Thread.onSpinWait();
        }
        assertEquals(0, outcome.get());
        lanes.leave(mine);
        waiting.join(10_000);
        assertEquals(1, outcome.get());
    }

    @Test
    void utilisationIsThePartOfTheLanesThatIsBusy() {
        Lanes lanes = new Lanes(2);
        Lanes.Lane first = lanes.enter(LONG);
        Lanes.Lane second = lanes.enter(LONG);
        long until = System.nanoTime() + 20_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertTrue(lanes.utilisation() > 0, "both lanes are in use, though no run has ended yet");
        lanes.leave(first);
        lanes.leave(second);
        double after = lanes.utilisation();
        assertTrue(after > 0 && after <= 1, "utilisation " + after);
        assertEquals(0, new Lanes(2).utilisation());
    }

    @Test
    void whoComesBackAtOnceMayGoOnForASliceOfTimeButNotForEver() throws Exception {
        Lanes lanes = new Lanes(1);
        AtomicInteger served = new AtomicInteger();
        Lanes.Lane mine = lanes.enter(LONG);
        Thread waiting = new Thread(() -> {
            Lanes.Lane lane = lanes.enter(LONG);
            served.incrementAndGet();
            lanes.leave(lane);
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        // Nothing but the end of the slice stands between the one who waits and the lane.
        while (served.get() == 0) {
            lanes.leave(mine);
            mine = lanes.enter(LONG);
        }
        lanes.leave(mine);
        waiting.join(10_000);
        assertEquals(1, served.get());
    }

    /** Nobody tells those who wait when that habit ends. */
    @Test
    void whoAlwaysCameBackAtOnceAndThenStaysAwayKeepsNoLane() throws Exception {
        Lanes lanes = new Lanes(2);
        List<Thread> waiting = new ArrayList<>();
        Lanes.Lane mine = lanes.enter(LONG);
        Lanes.Lane other = lanes.enter(LONG);
        for (int number = 0; number < 3; number++) {
            Thread thread = new Thread(() -> lanes.leave(lanes.enter(LONG)));
            thread.start();
            waiting.add(thread);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        for (int turn = 0; turn < 100; turn++) {
            lanes.leave(mine);
            mine = lanes.enter(LONG);
        }
        lanes.leave(mine);
        for (Thread thread : waiting) {
            thread.join(10_000);
            assertFalse(thread.isAlive());
        }
        lanes.leave(other);
    }

    @Test
    void allSessionsOfADeviceShareItsLanes() throws Exception {
        Path counting = OnnxModelWriter.counting().write(folder.resolve("counting.onnx"));
        try (OnnxDevice device = TestDevices.plain(1, Duration.ofMillis(100));
                InferenceSession first = device.load(FileModel.onnx(counting)); Binding oneBound = first.bind();
                InferenceSession second = device.load(FileModel.onnx(counting)); Binding twoBound = second.bind()) {
            Lanes.Lane lane = device.lanes().enter(LONG);
            for (Binding binding : List.of(oneBound, twoBound)) {
                UnavailableException busy = assertThrows(UnavailableException.class, binding::run);
                assertEquals("accelerator.busy", busy.code());
            }
            device.lanes().leave(lane);
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
            Lanes.Lane lane = device.lanes().enter(LONG);
            List<String> code = new ArrayList<>();
            Thread caller = new Thread(() ->
                    code.add(assertThrows(UnavailableException.class, binding::run).code()));
            caller.start();
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            session.close();
            assertEquals(List.of(), code);
            device.lanes().leave(lane);
            caller.join(10_000);
            assertEquals(List.of("accelerator.session.closed"), code);
        }
    }
}
