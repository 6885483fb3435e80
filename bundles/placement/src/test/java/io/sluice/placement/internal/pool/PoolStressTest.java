package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.Lease;
import io.sluice.api.error.SluiceException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.testing.TestFramework;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool on real threads, while devices come, go and fail under running leases. */
class PoolStressTest {

    private static final Rules RULES = new Rules(
            0.9, 1.2, 90, 3, Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofSeconds(1), Duration.ofSeconds(2));

    @TempDir
    Path folder;

    private final ExecutorService planning = Executors.newSingleThreadExecutor();
    private final ExecutorService loading = Executors.newCachedThreadPool();
    private final ExecutorService users = Executors.newCachedThreadPool();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (ExecutorService threads : List.of(planning, loading, users)) {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void losesNothingWhateverDevicesDo(long seed) throws Exception {
        Pool pool = pool();
        FakeAccelerator cpu = device("cpu-0", Kind.CPU);
        pool.add(cpu, 0);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong analysed = new AtomicLong();
        List<Future<?>> holders = new ArrayList<>();
        for (int user = 0; user < 6; user++) {
            String name = "camera/" + user;
            String model = "m" + user % 3;
            holders.add(users.submit(() -> hold(pool, name, model, over, analysed)));
        }
        List<FakeAccelerator> all = new ArrayList<>(List.of(cpu));
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            FakeAccelerator device = device("npu-" + round % 3, Kind.NPU);
            all.add(device);
            pool.add(device, round);
            long before = analysed.get();
            device.failing = random.nextInt(4) == 0;
            TestFramework.await("pictures are analysed", () -> {
                pool.tick();
                return analysed.get() > before + 20;
            });
            checkLoads(pool);
            if (random.nextBoolean()) {
                device.leave();
                pool.remove(device);
            } else {
                pool.remove(device);
                device.leave();
            }
        }
        over.set(true);
        for (Future<?> holder : holders) {
            holder.get(20, TimeUnit.SECONDS);
        }
        assertEquals(List.of(), new PoolView(pool).leases());
        TestFramework.await("everything is freed", () -> {
            pool.tick();
            return all.stream().allMatch(device -> device.openSessions.get() == 0);
        });
        pool.close();
        for (FakeAccelerator device : all) {
            assertEquals(0, device.openBindings.get(), device.id());
        }
        assertEquals(Map.of(), statuses);
    }

    @Test
    void movesAwayFromADeviceThatHangs() throws Exception {
        Pool pool = pool();
        FakeAccelerator cpu = device("cpu-0", Kind.CPU);
        FakeAccelerator npu = device("npu-0", Kind.NPU);
        pool.add(cpu, 0);
        pool.add(npu, 0);
        Lease lease = pool.place(Models.demand("camera/a", Models.onnx("m"), 5, 0));
        TestFramework.await("the accelerator is used", () -> lease.acceleratorId().equals("npu-0"));
        CountDownLatch released = new CountDownLatch(1);
        npu.duringRun = () -> await(released);
        Binding stuck = lease.bind();
        Future<?> running = users.submit(stuck::run);
        TestFramework.await("the lease moved", () -> {
            pool.tick();
            return lease.acceleratorId().equals("cpu-0");
        });
        assertEquals("placement.device_failed", statuses.get("placement/npu-0"));
        try (Binding other = lease.bind()) {
            other.run();
        }
        released.countDown();
        running.get(20, TimeUnit.SECONDS);
        stuck.close();
        pool.close();
        assertEquals(0, npu.openSessions.get());
    }

    @Test
    void doesNotWaitForADriverThatHangsWhileLoading() throws Exception {
        Pool pool = pool();
        FakeAccelerator npu = device("npu-0", Kind.NPU);
        CountDownLatch released = new CountDownLatch(1);
        npu.duringLoad = () -> await(released);
        pool.add(npu, 0);
        pool.add(device("cpu-0", Kind.CPU), 0);
        Lease lease = pool.place(Models.demand("camera/a", Models.onnx("m"), 5, 0));
        assertEquals("cpu-0", lease.acceleratorId());
        released.countDown();
        TestFramework.await("what was loaded too late is freed", () -> npu.openSessions.get() == 0 && npu.loads.get() > 0);
        pool.close();
    }

    @Test
    void freesWhatIsLoadedWhileItIsClosed() throws Exception {
        Pool pool = pool();
        FakeAccelerator npu = device("npu-0", Kind.NPU);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        npu.duringLoad = () -> {
            begun.countDown();
            await(released);
        };
        pool.add(npu, 0);
        Future<Lease> placing = users.submit(() -> pool.place(Models.demand("camera/a", Models.onnx("m"), 5, 0)));
        assertTrue(begun.await(20, TimeUnit.SECONDS));
        pool.close();
        released.countDown();
        ExecutionException refused = assertThrows(ExecutionException.class, () -> placing.get(20, TimeUnit.SECONDS));
        assertTrue(refused.getCause() instanceof SluiceException, String.valueOf(refused.getCause()));
        TestFramework.await("it is freed", () -> npu.openSessions.get() == 0);
    }

    @Test
    void serialisesTheMeasurementsOfADevice() throws Exception {
        Pool pool = pool();
        FakeAccelerator cpu = device("cpu-0", Kind.CPU);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        cpu.duringLoad = () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Thread.yield();
            atOnce.decrementAndGet();
        };
        pool.add(cpu, 0);
        List<Future<Lease>> placing = new ArrayList<>();
        for (int user = 0; user < 12; user++) {
            String name = "camera/" + user;
            String model = "m" + user % 3;
            placing.add(users.submit(() -> pool.place(Models.demand(name, Models.onnx(model), 0, 0))));
        }
        for (Future<Lease> lease : placing) {
            lease.get(20, TimeUnit.SECONDS);
        }
        assertEquals(1, most.get());
        assertEquals(3, cpu.openSessions.get(), "one session a model, whoever asks");
        pool.close();
        assertEquals(0, cpu.openSessions.get());
    }

    /** As an analysis does: looks between two pictures whether its place has changed, and binds anew then. */
    private static void hold(Pool pool, String user, String model, AtomicBoolean over, AtomicLong analysed) {
        long pictures = 0;
        while (!over.get()) {
            try (Lease lease = pool.place(Models.demand(user, Models.onnx(model), 5, 0))) {
                // Given up now and then, so that sessions come and go too.
                long end = pictures + 2000;
                while (!over.get() && pictures < end) {
                    pictures += use(lease, over, analysed, pictures);
                }
            } catch (SluiceException refused) {
                Thread.yield();
            }
        }
    }

    private static long use(Lease lease, AtomicBoolean over, AtomicLong analysed, long first) {
        long pictures = 0;
        long generation = lease.generation();
        try (Binding binding = lease.bind()) {
            while (!over.get() && lease.generation() == generation && pictures < 500) {
                binding.input(0).putLong(0, first + pictures);
                binding.run();
                assertEquals(first + pictures, binding.output(0).getLong(0));
                pictures++;
                analysed.incrementAndGet();
            }
        } catch (SluiceException failed) {
            return pictures;
        }
        return pictures;
    }

    private static void checkLoads(Pool pool) {
        for (DeviceUse device : new PoolView(pool).devices()) {
            assertTrue(device.load() <= 0.9 + 1e-9, device.id() + " is promised " + device.load());
        }
    }

    private Pool pool() {
        return new Pool(RULES, new TimingStore(folder.resolve("timings.txt")), Clocks.system(), planning, loading,
                new Announcer(new Announcer.Board() {
                    @Override
                    public void report(
                            Subject subject, Health health, String code,
                            String message, String remedy, Map<String, String> details) {
                        statuses.put(subject.toString(), code);
                    }

                    @Override
                    public void gone(Subject subject) {
                        statuses.remove(subject.toString());
                    }
                }));
    }

    private static FakeAccelerator device(String id, Kind kind) {
        FakeAccelerator device = new FakeAccelerator(id, kind, "at:" + id, Set.of("onnx"), 4, nanos -> { });
        // The users of one of the models share runs.
        for (int pictures = 1; pictures <= 4; pictures *= 2) {
            device.takes("m0", pictures, 0);
        }
        return device;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
