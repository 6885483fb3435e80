package io.sluice.accel.onnxcpu.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.error.UnavailableException;
import io.sluice.support.model.FileModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {

    private static final Duration LONG = Duration.ofSeconds(30);

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
                        lanes.enter(LONG);
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        three.countDown();
                        if (turn == 0) {
                            three.await(10, TimeUnit.SECONDS);
                        }
                        inside.decrementAndGet();
                        lanes.leave();
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
        lanes.enter(LONG);
        List<Thread> waiting = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            int mine = number;
            Thread thread = new Thread(() -> {
                lanes.enter(LONG);
                order.add(mine);
                lanes.leave();
            });
            thread.start();
            waiting.add(thread);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        lanes.leave();
        for (Thread thread : waiting) {
            thread.join(10_000);
        }
        assertEquals(List.of(0, 1, 2, 3, 4), order);
    }

    @Test
    void whoFindsNoLaneInTimeIsToldSoAndTakesNone() {
        Lanes lanes = new Lanes(1);
        lanes.enter(LONG);
        UnavailableException busy =
                assertThrows(UnavailableException.class, () -> lanes.enter(Duration.ofMillis(20)));
        assertEquals("accelerator.busy", busy.code());
        assertFalse(busy.remedy().isEmpty());
        lanes.leave();
        lanes.enter(Duration.ofMillis(20));
        lanes.leave();
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorGetsLost() throws Exception {
        Lanes lanes = new Lanes(1);
        lanes.enter(LONG);
        AtomicInteger outcome = new AtomicInteger();
        Thread waiting = new Thread(() -> {
            lanes.enter(LONG);
            outcome.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            lanes.leave();
        });
        waiting.start();
        waiting.interrupt();
        while (waiting.getState() != Thread.State.TIMED_WAITING || waiting.isInterrupted()) {
            Thread.onSpinWait();
        }
        assertEquals(0, outcome.get());
        lanes.leave();
        waiting.join(10_000);
        assertEquals(1, outcome.get());
    }

    @Test
    void utilisationIsThePartOfTheLanesThatIsBusy() {
        Lanes lanes = new Lanes(2);
        lanes.enter(LONG);
        lanes.enter(LONG);
        long until = System.nanoTime() + 20_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertTrue(lanes.utilisation() > 0, "both lanes are in use, though no run has ended yet");
        lanes.leave();
        lanes.leave();
        double after = lanes.utilisation();
        assertTrue(after > 0 && after <= 1, "utilisation " + after);
        assertEquals(0, new Lanes(2).utilisation());
    }

    @Test
    void allSessionsOfADeviceShareItsLanes() throws Exception {
        Path counting = OnnxModelWriter.counting().write(folder.resolve("counting.onnx"));
        Settings one = Settings.DEFAULT.withLanes(1).withRunLimit(Duration.ofMillis(100));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (OnnxCpu cpu = new OnnxCpu(one, Map.of(), models -> { });
                InferenceSession first = cpu.load(FileModel.onnx(counting)); Binding hanging = first.bind();
                InferenceSession second = cpu.load(FileModel.onnx(counting)); Binding waiting = second.bind()) {
            Lanes lanes = cpu.lanes();
            lanes.enter(LONG);
            waiting.input(0).putFloat(0, 4);
            Future<?> run = caller.submit(waiting::run);
            UnavailableException busy = assertThrows(UnavailableException.class, hanging::run);
            assertEquals("accelerator.busy", busy.code());
            assertFalse(run.isDone() && waiting.output(0).getFloat(0) != 0, "it ran without a lane");
            lanes.leave();
        } finally {
            caller.shutdownNow();
        }
    }
}
