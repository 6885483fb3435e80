package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.PlacementOption;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelDescriptor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolTest {

    private static final ModelDescriptor MODEL = Models.onnx("m");

    @TempDir
    Path folder;

    private PoolFixture fixture;
    private Pool pool;

    @BeforeEach
    void make() {
        fixture = new PoolFixture(folder);
        pool = fixture.pool;
    }

    @Test
    void loadsAModelOnceForAllAndFreesItAfterTheLast() {
        FakeAccelerator cpu = added(fixture.cpu());
        Lease one = pool.place(Models.demand("camera/a", MODEL, 5, 0));
        Lease two = pool.place(Models.demand("camera/b", MODEL, 5, 0));
        Binding binding = two.bind();
        assertEquals(1, cpu.loads.get());
        one.close();
        two.close();
        fixture.pass(100);
        assertEquals(1, cpu.openSessions.get(), "a binding is still open");
        binding.run();
        binding.close();
        fixture.pass(1);
        assertEquals(1, cpu.openSessions.get(), "kept for a while, somebody may come back");
        fixture.pass(60);
        assertEquals(0, cpu.openSessions.get());
        assertEquals(0, cpu.openBindings.get());
    }

    @Test
    void givesTheDriversOwnBuffersAndTimesRuns() {
        FakeAccelerator cpu = added(fixture.cpu().takes("m", 4));
        Lease lease = pool.place(Models.demand("camera/a", MODEL, 5, 0));
        try (Binding binding = lease.bind()) {
            assertSame(binding.input(0), binding.input(0));
            assertTrue(binding.input(0).isDirect());
            binding.input(0).putLong(0, 42);
            binding.run();
            assertEquals(42, binding.output(0).getLong(0));
            cpu.takes("m", 4);
            binding.run();
        }
        LeaseUse use = fixture.view.leases().get(0);
        assertEquals(2, use.runs().runs());
        assertEquals(4, use.runs().averageMillis(), 1e-9);
        assertEquals(4, use.runs().longestMillis(), 1e-9);
    }

    @Test
    void refusesWhatDoesNotFitWithTheNumbers() {
        added(fixture.cpu().takes("m", 50));
        pool.place(Models.demand("camera/a", MODEL, 20, 0));
        RejectedException refused = assertThrows(
                RejectedException.class, () -> pool.place(Models.demand("camera/b", MODEL, 20, 0)));
        assertEquals("placement.does_not_fit", refused.code());
        // 50 ms and a margin of 1.2 are 60 ms; 20 a second are 1.2 lanes of 2; 0.9 are given at most.
        assertTrue(refused.getMessage().contains("20 runs a second"), refused.getMessage());
        assertTrue(refused.getMessage().contains("cpu-0 has 30.0 % of its time left"), refused.getMessage());
        assertTrue(refused.getMessage().contains("needed are 60.0 % at up to 60.00 ms"), refused.getMessage());
        assertEquals(1, fixture.view.leases().size());
        Lease bestEffort = pool.place(Models.demand("camera/b", MODEL, 0, 0));
        assertEquals(0, bestEffort.runsPerSecond());
        assertEquals(0.6, fixture.view.devices().get(0).load(), 1e-9);
    }

    @Test
    void fitsAgainOnceSomebodyLeft() {
        added(fixture.cpu().takes("m", 50));
        Lease first = pool.place(Models.demand("camera/a", MODEL, 20, 0));
        first.close();
        first.close();
        assertEquals("cpu-0", pool.place(Models.demand("camera/b", MODEL, 20, 0)).acceleratorId());
    }

    @Test
    void measuresWhatWasImportedOnDevicesThatComeToo() {
        FakeAccelerator cpu = added(fixture.cpu());
        pool.foresee("algorithm", List.of(MODEL));
        fixture.settle();
        assertEquals(1, cpu.loads.get());
        FakeAccelerator gpu = added(fixture.device("gpu-0", Kind.GPU, 1, "onnx"));
        fixture.settle();
        assertEquals(1, gpu.loads.get());
        fixture.pass(31);
        assertEquals(0, cpu.openSessions.get() + gpu.openSessions.get(), "nobody uses it yet");
        int measuring = gpu.runs.get();
        pool.place(Models.demand("camera/a", MODEL, 5, 0));
        assertEquals(measuring, gpu.runs.get(), "known by now");
        pool.foresee("algorithm", List.of());
        FakeAccelerator late = added(fixture.device("gpu-1", Kind.GPU, 1, "rknn"));
        fixture.settle();
        assertEquals(0, late.loads.get());
    }

    /** The figures of the JVM, not of a clock: a run must leave nothing to collect. */
    @Test
    void allocatesNothingWhileRunning() {
        added(new FakeAccelerator("cpu-0", Kind.CPU, "cpu", Set.of("onnx"), 1, nanos -> { }));
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Lease lease = pool.place(Models.demand("camera/a", MODEL, 5, 0)); Binding binding = lease.bind()) {
            for (int run = 0; run < 20_000; run++) {
                binding.run();
            }
            long before = memory.getCurrentThreadAllocatedBytes();
            for (int run = 0; run < 10_000; run++) {
                binding.run();
            }
            long bytes = memory.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < 10_000, "bytes of 10,000 runs: " + bytes);
        }
    }

    @Test
    void letsANewVersionTakeOverTheShareOfTheOld() {
        added(fixture.cpu().takes("m", 50).takes("m2", 50));
        Lease before = pool.place(Models.demand("camera/a", MODEL, 20, 0));
        ModelDescriptor next = Models.model("m", Models.variant("m2", "onnx", Precision.FLOAT32, 100));
        assertThrows(RejectedException.class, () -> pool.place(Models.demand("camera/b", next, 20, 0)));
        Lease after = pool.place(Models.demand("camera/a", next, 20, 0));
        fixture.pass(20);
        assertEquals(20, before.runsPerSecond());
        assertEquals(20, after.runsPerSecond());
        assertEquals(0.6, fixture.view.devices().get(0).load(), 1e-9);
        before.close();
        assertEquals(0.6, fixture.view.devices().get(0).load(), 1e-9);
        assertEquals(Map.of(), fixture.statuses());
    }

    @Test
    void measuresOnceForAllRestarts() {
        FakeAccelerator first = added(fixture.cpu().takes("m", 7));
        pool.place(Models.demand("camera/a", MODEL, 1, 0));
        int measuring = first.runs.get();
        assertTrue(measuring > 20, "runs to measure: " + measuring);
        pool.close();
        assertEquals(0, first.openSessions.get());

        PoolFixture restarted = new PoolFixture(folder);
        FakeAccelerator again = restarted.cpu().takes("m", 7);
        restarted.pool.add(again, 0);
        restarted.pool.place(Models.demand("camera/a", MODEL, 1, 0));
        assertEquals(0, again.runs.get());
        PlacementOption option = restarted.view.leases().get(0).options().get(0);
        assertEquals(7, option.medianMillis().orElseThrow(), 1e-9);
        assertEquals(8.4, option.worstMillis().orElseThrow(), 1e-9);
    }

    @Test
    void takesTheFasterVariantAndExplainsTheOthers() {
        added(fixture.cpu().takes("big", 2));
        added(fixture.device("npu-0", Kind.NPU, 1, "onnx", "rknn").takes("big", 9).takes("small", 3));
        ModelDescriptor model = Models.model("m", Models.variant("big", "onnx", Precision.FLOAT32, 100),
                Models.variant("small", "rknn", Precision.INT8, 50));
        Lease lease = pool.place(Models.demand("camera/a", model, 10, 0));
        assertEquals("npu-0", lease.acceleratorId());
        assertEquals(Precision.INT8, lease.variant().precision());
        assertTrue(lease.reason().contains("3.6 %"), lease.reason());
        Map<String, String> verdicts = fixture.view.leases().get(0).options().stream().collect(
                Collectors.toMap(
                        option -> option.acceleratorId() + " " + option.format(), PlacementOption::verdict));
        assertEquals(Map.of(
                "cpu-0 onnx", "fits, but an accelerator spares the processor",
                "cpu-0 rknn", "loads onnx, not rknn",
                "npu-0 onnx", "another variant is faster there",
                "npu-0 rknn", "taken"), verdicts);
    }

    private FakeAccelerator added(FakeAccelerator accelerator) {
        pool.add(accelerator, 0);
        return accelerator;
    }
}
