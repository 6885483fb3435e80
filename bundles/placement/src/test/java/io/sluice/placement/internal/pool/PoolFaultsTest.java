package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that go, come back, fail, get hot or refuse. */
class PoolFaultsTest {

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
    void fallsBackToTheProcessorReducedAndReturns() {
        FakeAccelerator cpu = added(fixture.cpu().takes("m", 100));
        FakeAccelerator gpu = added(fixture.device("gpu-0", Kind.GPU, 1, "onnx").takes("m", 2));
        Lease one = pool.place(Models.demand("camera/a", MODEL, 30, 0));
        Lease two = pool.place(Models.demand("camera/b", MODEL, 30, 0));
        assertEquals(List.of("gpu-0", "gpu-0"), List.of(one.acceleratorId(), two.acceleratorId()));
        Binding old = one.bind();
        long generation = one.generation();

        gpu.leave();
        pool.remove(gpu);
        assertThrows(UnavailableException.class, old::run);
        fixture.settle();
        assertNotEquals(generation, one.generation());
        assertEquals("cpu-0", one.acceleratorId());
        // 120 ms at worst on 2 lanes, 0.9 of their time: 15 a second for both.
        assertEquals(7.5, one.runsPerSecond(), 1e-9);
        assertEquals(7.5, two.runsPerSecond(), 1e-9);
        assertEquals(Map.of("placement/camera/a/m", "placement.reduced", "placement/camera/b/m", "placement.reduced"),
                fixture.statuses());
        assertEquals("7.5", fixture.details.get("placement/camera/a/m").get("granted"));
        try (Binding next = one.bind()) {
            next.run();
        }
        assertEquals(1, gpu.openSessions.get(), "its last binding is still open");
        old.close();
        fixture.pass(1);
        assertEquals(0, gpu.openSessions.get());

        FakeAccelerator back = added(fixture.device("gpu-0", Kind.GPU, 1, "onnx").takes("m", 2));
        fixture.settle();
        assertEquals("gpu-0", one.acceleratorId());
        assertEquals(30, one.runsPerSecond());
        assertEquals(Map.of(), fixture.statuses());
        assertEquals(1, back.openSessions.get());
        fixture.pass(100);
        assertEquals(0, cpu.openSessions.get());
    }

    @Test
    void waitsForADriverThatIsReplacedWhileInUse() {
        FakeAccelerator before = added(fixture.cpu());
        Lease lease = pool.place(Models.demand("camera/a", MODEL, 5, 0));
        Binding old = lease.bind();
        pool.remove(before);
        before.leave();
        fixture.settle();
        assertEquals(Map.of("placement/camera/a/m", "placement.no_place"), fixture.statuses());
        UnavailableException away = assertThrows(UnavailableException.class, lease::bind);
        assertEquals("placement.no_place", away.code());
        long generation = lease.generation();

        FakeAccelerator after = added(fixture.cpu());
        fixture.settle();
        assertNotEquals(generation, lease.generation());
        try (Binding fresh = lease.bind()) {
            fresh.run();
        }
        old.close();
        fixture.pass(1);
        assertEquals(0, before.openSessions.get());
        assertEquals(1, after.openSessions.get());
        assertEquals(Map.of(), fixture.statuses());
    }

    @Test
    void usesOneOfTwoDriversThatClaimADevice() {
        FakeAccelerator low = new FakeAccelerator(
                "ep-gpu", Kind.GPU, "pci:1", Set.of("onnx"), 1, fixture.clock::addAndGet);
        FakeAccelerator high = new FakeAccelerator(
                "cuda-0", Kind.GPU, "pci:1", Set.of("onnx"), 1, fixture.clock::addAndGet);
        pool.add(low, 1);
        Lease lease = pool.place(Models.demand("camera/a", MODEL, 5, 0));
        assertEquals("ep-gpu", lease.acceleratorId());
        pool.add(high, 100);
        fixture.settle();
        assertEquals("cuda-0", lease.acceleratorId());
        assertEquals(Map.of("placement/ep-gpu", "accelerator.claimed_twice"), fixture.statuses());
        assertEquals(Map.of("location", "pci:1", "used", "cuda-0", "unused", "ep-gpu"),
                fixture.details.get("placement/ep-gpu"));
        assertEquals(List.of(DeviceUse.State.READY, DeviceUse.State.CLAIMED_TWICE),
                fixture.view.devices().stream().map(DeviceUse::state).toList());

        pool.remove(high);
        high.leave();
        fixture.settle();
        assertEquals("ep-gpu", lease.acceleratorId());
        assertEquals(Map.of(), fixture.statuses());
    }

    @Test
    void leavesAFailingDeviceAloneForAWhile() {
        added(fixture.cpu());
        FakeAccelerator gpu = added(fixture.device("gpu-0", Kind.GPU, 1, "onnx"));
        Lease lease = pool.place(Models.demand("camera/a", MODEL, 5, 0));
        Binding binding = lease.bind();
        gpu.failing = true;
        assertThrows(UnavailableException.class, binding::run);
        assertThrows(UnavailableException.class, binding::run);
        fixture.settle();
        assertEquals("gpu-0", lease.acceleratorId());
        assertThrows(UnavailableException.class, binding::run);
        fixture.settle();
        assertEquals("cpu-0", lease.acceleratorId());
        assertEquals("placement.device_failed", fixture.statuses().get("placement/gpu-0"));
        assertEquals(3, fixture.view.leases().get(0).runs().failures());
        binding.close();

        fixture.pass(31);
        assertEquals("gpu-0", lease.acceleratorId(), "tried again after the time it is left alone");
        assertFalse(fixture.statuses().containsKey("placement/gpu-0"));
        try (Binding again = lease.bind()) {
            assertThrows(UnavailableException.class, again::run);
            fixture.settle();
            assertEquals("cpu-0", lease.acceleratorId(), "one more failure is enough then");
        }
        fixture.pass(31);
        assertEquals("cpu-0", lease.acceleratorId(), "left alone for twice as long");
        gpu.failing = false;
        fixture.pass(31);
        assertEquals("gpu-0", lease.acceleratorId());
        try (Binding well = lease.bind()) {
            well.run();
        }
    }

    @Test
    void blamesAModelRatherThanItsDeviceWhereOthersRunWell() {
        added(fixture.cpu());
        FakeAccelerator gpu = added(fixture.device("gpu-0", Kind.GPU, 1, "onnx"));
        Lease good = pool.place(Models.demand("camera/a", Models.onnx("good"), 5, 0));
        Lease bad = pool.place(Models.demand("camera/a", Models.onnx("bad"), 5, 0));
        try (Binding well = good.bind(); Binding failing = bad.bind()) {
            for (int round = 0; round < 3; round++) {
                gpu.failing = true;
                assertThrows(UnavailableException.class, failing::run);
                gpu.failing = false;
                well.run();
            }
        }
        fixture.settle();
        assertEquals("gpu-0", good.acceleratorId());
        assertEquals("cpu-0", bad.acceleratorId());
        assertEquals(Map.of(), fixture.statuses());
    }

    @Test
    void givesAHotDeviceHalfOfItsWork() {
        added(fixture.cpu().takes("m", 10));
        FakeAccelerator npu = added(fixture.device("npu-0", Kind.NPU, 1, "onnx").takes("m", 10));
        Lease important = pool.place(Models.demand("camera/a", MODEL, 30, 1));
        Lease other = pool.place(Models.demand("camera/b", MODEL, 30, 2));
        npu.hot(96);
        fixture.pass(2);
        assertEquals("npu-0", important.acceleratorId());
        assertEquals("cpu-0", other.acceleratorId());
        assertEquals("placement.device_hot", fixture.statuses().get("placement/npu-0"));
        npu.hot(87);
        fixture.pass(2);
        assertEquals("cpu-0", other.acceleratorId(), "not yet: it would swing to and fro");
        npu.hot(80);
        fixture.pass(2);
        assertEquals("npu-0", other.acceleratorId());
        assertEquals(Map.of(), fixture.statuses());
    }

    @Test
    void refusesForGoodWhatADeviceRejectsAndGoesRoundIt() {
        added(fixture.cpu());
        FakeAccelerator gpu = added(fixture.device("gpu-0", Kind.GPU, 1, "onnx"));
        gpu.loadFailure = () -> new RejectedException("test.unfit", "An operator is missing.", "", null);
        Lease lease = pool.place(Models.demand("camera/a", MODEL, 5, 0));
        assertEquals("cpu-0", lease.acceleratorId());
        assertTrue(fixture.view.leases().get(0).options().stream()
                .anyMatch(option -> option.verdict().equals("An operator is missing.")));
    }

    @Test
    void tellsWhyNothingCanBeHad() {
        assertEquals("placement.no_device", assertThrows(UnavailableException.class,
                () -> pool.place(Models.demand("camera/a", MODEL, 5, 0))).code());
        FakeAccelerator cpu = added(fixture.cpu());
        ModelDescriptor rknn = Models.model("r", Models.variant("r", "rknn", Precision.INT8, 10));
        RejectedException none = assertThrows(
                RejectedException.class, () -> pool.place(Models.demand("camera/a", rknn, 5, 0)));
        assertEquals("placement.no_match", none.code());
        assertTrue(none.getMessage().contains("cpu-0 loads onnx, not rknn"), none.getMessage());
        ModelDescriptor huge = Models.model("h", Models.variant("h", "onnx", Precision.FLOAT32, 2 << 20));
        assertEquals("placement.no_memory", assertThrows(UnavailableException.class,
                () -> pool.place(Models.demand("camera/a", huge, 5, 0))).code());
        cpu.loadFailure = () -> new IllegalStateException("a bug of the driver");
        assertEquals("placement.driver_error", assertThrows(UnavailableException.class,
                () -> pool.place(Models.demand("camera/a", MODEL, 5, 0))).code());
        cpu.loadFailure = () -> new RejectedException("model.file.corrupt", "Corrupt.", "", null);
        fixture.pass(60);
        assertEquals("model.file.corrupt", assertThrows(RejectedException.class,
                () -> pool.place(Models.demand("camera/a", MODEL, 5, 0))).code());
        assertEquals(List.of(), fixture.view.leases());
        assertEquals(0, cpu.openSessions.get());
    }

    private FakeAccelerator added(FakeAccelerator accelerator) {
        pool.add(accelerator, 0);
        return accelerator;
    }
}
