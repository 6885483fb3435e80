package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Lease;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.support.testing.TestFramework;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that share runs, on threads of their own. The pool's clock stands still unless a test moves it. */
class BatchRunTest {

    private static final ModelDescriptor MODEL = Models.onnx("m");
    private static final int STREAMS = 4;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Lease> leases = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();
    private PoolFixture fixture;
    private FakeAccelerator gpu;

    @BeforeEach
    void make() {
        fixture = new PoolFixture(folder);
        gpu = fixture.device("gpu-0", Kind.GPU, 1, "onnx").takes("m", 1, 10).takes("m", 2, 11).takes("m", 4, 12);
        fixture.pool.add(gpu, 0);
        for (int stream = 0; stream < STREAMS; stream++) {
            leases.add(fixture.pool.place(Models.demand("camera/" + stream, MODEL, 10, 0)));
        }
        fixture.settle();
        leases.forEach(lease -> bindings.add(lease.bind()));
        gpu.pictures.clear();
        assertEquals(1, gpu.openBindings.get(), "one tensor for all of them");
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    }

    @Test
    void givesEachStreamItsOwnResults() throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            Binding binding = bindings.get(stream);
            long first = stream * 1_000_000_000L;
            running.add(threads.submit(() -> {
                ByteBuffer input = binding.input(0);
                ByteBuffer output = binding.output(0);
                for (long picture = 0; picture < 5000; picture++) {
                    input.putLong(0, first + picture);
                    binding.run();
                    assertEquals(first + picture, output.getLong(0));
                    Thread.yield();
                    assertEquals(first + picture, output.getLong(0), "while others run");
                }
                binding.close();
            }));
        }
        for (Future<?> one : running) {
            one.get(60, TimeUnit.SECONDS);
        }
        assertTrue(gpu.pictures.size() < STREAMS * 5000, "runs: " + gpu.pictures.size());
        assertEquals(0, gpu.openBindings.get());
        assertEquals(5000, fixture.view.leases().get(3).runs().runs());
    }

    @Test
    void waitsOnlyForThoseWhoTookPartOfLate() throws Exception {
        Future<?> alone = threads.submit(bindings.get(0)::run);
        alone.get(20, TimeUnit.SECONDS);
        Future<?> second = started(1);
        Future<?> third = started(2);
        assertEquals(1, gpu.pictures.size());
        bindings.get(0).run();
        second.get(20, TimeUnit.SECONDS);
        third.get(20, TimeUnit.SECONDS);
        assertEquals(2, gpu.pictures.size(), "the three shared a run");
    }

    @Test
    void waitsNoLongerThanItSays() throws Exception {
        bindings.get(0).run();
        double waitMillis = fixture.view.devices().get(0).sessions().get(0).longestWaitMillis();
        assertEquals(50, waitMillis, 1e-9);
        Future<?> second = started(1);
        fixture.clock.addAndGet((long) (waitMillis * 1e6) - 1);
        assertEquals(1, gpu.pictures.size());
        fixture.clock.incrementAndGet();
        second.get(20, TimeUnit.SECONDS);
        assertEquals(2, gpu.pictures.size());
    }

    @Test
    void forgetsAStreamThatStopped() throws Exception {
        bindings.get(0).run();
        for (int round = 0; round < 4; round++) {
            Future<?> waits = started(1);
            fixture.clock.addAndGet(50_000_000);
            waits.get(20, TimeUnit.SECONDS);
        }
        bindings.get(1).run();
        assertEquals(6, gpu.pictures.size(), "the clock stood still");
    }

    @Test
    void failsEachOfItsRunsWithTheCauseAndCountsOnce() throws Exception {
        List<Future<?>> others = othersWait();
        gpu.failing = true;
        UnavailableException own = assertThrows(UnavailableException.class, bindings.get(0)::run);
        assertEquals("test.failed", own.code());
        for (Future<?> other : others) {
            UnavailableException failure = failure(other);
            assertEquals("test.failed", failure.code());
            assertEquals("gpu-0 failed.", failure.getMessage());
        }
        fixture.settle();
        assertEquals("gpu-0", leases.get(0).acceleratorId(), "one failure, not four");
        gpu.failing = false;
        List<Future<?>> again = othersWait(1, 2, 3);
        bindings.get(0).input(0).putLong(0, 7);
        bindings.get(0).run();
        assertEquals(7, bindings.get(0).output(0).getLong(0));
        for (Future<?> other : again) {
            other.get(20, TimeUnit.SECONDS);
        }
        assertEquals(1, fixture.view.leases().get(2).runs().failures());
    }

    @Test
    void losesADeviceInTheMidstOfARun() throws Exception {
        FakeAccelerator cpu = fixture.cpu();
        fixture.pool.add(cpu, 0);
        List<Future<?>> others = othersWait();
        gpu.duringRun = () -> {
            gpu.leave();
            fixture.pool.remove(gpu);
        };
        assertThrows(UnavailableException.class, bindings.get(0)::run);
        for (Future<?> other : others) {
            assertEquals("test.failed", failure(other).code());
        }
        fixture.settle();
        for (Lease lease : leases) {
            assertEquals("cpu-0", lease.acceleratorId());
            try (Binding next = lease.bind()) {
                next.run();
            }
        }
        bindings.forEach(Binding::close);
        fixture.pass(1);
        assertEquals(0, gpu.openBindings.get() + gpu.openSessions.get());
    }

    @Test
    void endsTheWaitOfOneThatIsClosed() throws Exception {
        bindings.get(0).run();
        Future<?> second = started(1);
        Future<?> third = started(2);
        bindings.get(1).close();
        assertEquals("accelerator.binding.closed", failure(second).code());
        bindings.get(0).close();
        third.get(20, TimeUnit.SECONDS);
        assertEquals("accelerator.binding.closed",
                assertThrows(UnavailableException.class, bindings.get(0)::run).code());
        bindings.get(2).close();
        bindings.get(3).close();
        assertEquals(0, gpu.openBindings.get());
    }

    @Test
    void finishesTheRunOfALeaseThatIsGivenUp() throws Exception {
        bindings.get(0).run();
        bindings.get(1).input(0).putLong(0, 11);
        Future<?> second = started(1);
        leases.forEach(Lease::close);
        fixture.settle();
        bindings.get(0).run();
        second.get(20, TimeUnit.SECONDS);
        assertEquals(11, bindings.get(1).output(0).getLong(0));
        bindings.forEach(Binding::close);
        fixture.pass(31);
        assertEquals(0, gpu.openBindings.get() + gpu.openSessions.get());
    }

    @Test
    void keepsNobodyButTheLeaderInARunThatHangs() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        List<Future<?>> others = othersWait();
        CountDownLatch inDriver = new CountDownLatch(1);
        gpu.duringRun = () -> {
            inDriver.countDown();
            await(released);
        };
        Future<?> leader = threads.submit(bindings.get(0)::run);
        assertTrue(inDriver.await(20, TimeUnit.SECONDS));
        fixture.pass(11);
        for (Future<?> other : others) {
            assertEquals("placement.device_hangs", failure(other).code());
        }
        assertEquals("placement.device_failed", fixture.statuses().get("placement/gpu-0"));
        bindings.forEach(Binding::close);
        assertEquals(1, gpu.openBindings.get(), "the driver still reads it");
        released.countDown();
        assertEquals("placement.device_hangs", failure(leader).code());
        assertEquals(0, gpu.openBindings.get());
    }

    @Test
    void keepsAnInterruptAndItsRun() throws Exception {
        bindings.get(0).run();
        AtomicReference<Boolean> kept = new AtomicReference<>();
        Thread user = new Thread(() -> {
            bindings.get(1).run();
            kept.set(Thread.currentThread().isInterrupted());
        });
        user.start();
        awaitParked(user);
        user.interrupt();
        bindings.get(0).run();
        user.join(20_000);
        assertEquals(Boolean.TRUE, kept.get());
        assertEquals(2, gpu.pictures.size());
    }

    @Test
    void movesTogetherOnceHalfOfThemHaveLeft() {
        for (int stream = STREAMS; stream < 8; stream++) {
            leases.add(fixture.pool.place(Models.demand("camera/" + stream, MODEL, 10, 0)));
            fixture.settle();
            bindings.add(leases.get(stream).bind());
        }
        assertEquals(2, gpu.openBindings.get());
        List<Integer> leaving = List.of(1, 2, 5, 6);
        leaving.forEach(stream -> {
            bindings.get(stream).close();
            leases.get(stream).close();
        });
        long generation = leases.get(0).generation();
        fixture.pass(11);
        assertTrue(leases.get(0).generation() > generation);
        for (int stream : List.of(0, 3, 4, 7)) {
            Binding next = leases.get(stream).bind();
            bindings.get(stream).close();
            bindings.set(stream, next);
        }
        assertEquals(1, gpu.openBindings.get());
    }

    /** The figures of the JVM, not of a clock: a run must leave nothing to collect. */
    @Test
    void allocatesNothingWhileRunning() throws Exception {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Future<Long>> running = new ArrayList<>();
        for (Binding binding : bindings) {
            running.add(threads.submit(() -> {
                for (int run = 0; run < 3000; run++) {
                    binding.run();
                }
                long before = memory.getCurrentThreadAllocatedBytes();
                for (int run = 0; run < 2000; run++) {
                    binding.run();
                }
                long bytes = memory.getCurrentThreadAllocatedBytes() - before;
                binding.close();
                return bytes;
            }));
        }
        for (Future<Long> one : running) {
            long bytes = one.get(60, TimeUnit.SECONDS);
            // The stand-in notes each run, which the product does not.
            assertTrue(bytes < 2000 * 128, "bytes of 2,000 runs: " + bytes);
        }
    }

    @Test
    void looksLikeAnyOtherBinding() {
        Binding binding = bindings.get(2);
        assertSame(binding.input(0), binding.input(0));
        assertTrue(binding.input(0).isDirect() && binding.output(0).isDirect());
        binding.run();
        assertEquals(1, fixture.view.leases().get(2).runs().runs());
        assertEquals(12, fixture.view.leases().get(2).runs().longestMillis(), 1e-9);
        fixture.pass(1);
        assertEquals(Map.of(), fixture.statuses());
        binding.close();
        binding.close();
    }

    /** All but the first wait for the first to begin. */
    private List<Future<?>> othersWait() throws Exception {
        bindings.get(0).run();
        return othersWait(1, 2, 3);
    }

    private List<Future<?>> othersWait(int... streams) throws Exception {
        List<Future<?>> others = new ArrayList<>();
        for (int stream : streams) {
            others.add(started(stream));
        }
        return others;
    }

    /** A run of a stream that has come to wait. */
    private Future<?> started(int stream) throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<?> run = threads.submit(() -> {
            thread.set(Thread.currentThread());
            bindings.get(stream).run();
        });
        TestFramework.await("it has begun", () -> thread.get() != null);
        awaitParked(thread.get());
        return run;
    }

    private static void awaitParked(Thread thread) throws InterruptedException {
        TestFramework.await("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static UnavailableException failure(Future<?> run) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> run.get(20, TimeUnit.SECONDS));
        return (UnavailableException) failed.getCause();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
