package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.accel.Precision;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Newcomers that need room which others have. */
class AdmissionTest {

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
    void reducesWhoIsLessImportantAtOnceAndTellsBoth() {
        // 60 ms at worst on 2 lanes: 30 a second fit.
        pool.add(fixture.cpu().takes("m", 50), 0);
        Lease minor = pool.place(Models.demand("camera/minor", MODEL, 25, 5));
        fixture.settle();
        long generation = minor.generation();
        Binding old = minor.bind();

        Lease major = pool.place(Models.demand("camera/major", MODEL, 20, 1));
        assertEquals(20, major.runsPerSecond());
        fixture.settle();
        assertEquals(10, minor.runsPerSecond(), 1e-9);
        assertNotEquals(generation, minor.generation());
        old.run();
        assertEquals(Map.of("placement/camera/minor/m", "placement.reduced"), fixture.statuses());
        assertTrue(minor.reason().contains("It made room for m of camera/major, priority 1."), minor.reason());
        assertTrue(major.reason().contains(
                "Room was made for it: m of camera/minor, priority 5, has 10 of 25 runs a second."), major.reason());
        LeaseUse told = fixture.view.leases().get(1);
        assertEquals(minor.reason(), told.reason());

        major.close();
        fixture.settle();
        assertEquals(25, minor.runsPerSecond());
        assertTrue(!minor.reason().contains("made room"), minor.reason());
        assertEquals(Map.of(), fixture.statuses());
        old.close();
    }

    @Test
    void movesWhoIsLessImportantWhereThatIsEnough() {
        pool.add(fixture.cpu().takes("m", 10).takes("n", 900), 0);
        pool.add(fixture.device("npu-0", Kind.NPU, 1, "onnx").takes("m", 10).takes("n", 10), 0);
        Lease minor = pool.place(Models.demand("camera/minor", MODEL, 50, 5));
        assertEquals("npu-0", minor.acceleratorId());
        Lease major = pool.place(Models.demand("camera/major", Models.onnx("n"), 50, 1));
        fixture.settle();
        assertEquals("npu-0", major.acceleratorId());
        assertEquals("cpu-0", minor.acceleratorId());
        assertEquals(50, minor.runsPerSecond());
        assertEquals(Map.of(), fixture.statuses());
        assertTrue(major.reason().contains("m of camera/minor, priority 5, moved on cpu-0"), major.reason());
        assertTrue(minor.reason().contains("It made room for n of camera/major"), minor.reason());
    }

    @Test
    void takesThePlaceOfWhoIsLessImportantWhereNothingIsLeft() {
        pool.add(fixture.cpu().takes("m", 50), 0);
        Lease minor = pool.place(Models.demand("camera/minor", MODEL, 25, 5));
        Lease major = pool.place(Models.demand("camera/major", MODEL, 30, 1));
        fixture.settle();
        assertEquals(30, major.runsPerSecond());
        assertEquals(Map.of("placement/camera/minor/m", "placement.no_place"), fixture.statuses());
        UnavailableException away = assertThrows(UnavailableException.class, minor::bind);
        assertTrue(away.getMessage().contains("It made room for m of camera/major, priority 1."), away.getMessage());
        major.close();
        fixture.settle();
        assertEquals(25, minor.runsPerSecond());
    }

    @Test
    void neverDisplacesEqualsOrThoseAbove() {
        pool.add(fixture.cpu().takes("m", 50), 0);
        Lease first = pool.place(Models.demand("camera/first", MODEL, 25, 3));
        fixture.settle();
        long generation = first.generation();
        for (int priority : new int[] {3, 4}) {
            RejectedException refused = assertThrows(RejectedException.class,
                    () -> pool.place(Models.demand("camera/next", MODEL, 20, priority)));
            assertEquals("placement.does_not_fit", refused.code());
            fixture.settle();
        }
        assertEquals(generation, first.generation());
        assertEquals(25, first.runsPerSecond());
        assertEquals(1, fixture.view.leases().size());
    }

    @Test
    void refusesWhatWouldNotFitWithAllTheRoomThereIs() {
        pool.add(fixture.cpu().takes("m", 50), 0);
        Lease minor = pool.place(Models.demand("camera/minor", MODEL, 25, 5));
        fixture.settle();
        long generation = minor.generation();
        assertThrows(RejectedException.class, () -> pool.place(Models.demand("camera/major", MODEL, 31, 1)));
        fixture.settle();
        assertEquals(generation, minor.generation());
        assertEquals(25, minor.runsPerSecond());
    }

    @Test
    void changesAVersionWithoutAnybodyElsesRoom() {
        pool.add(fixture.cpu().takes("m", 50).takes("m2", 50), 0);
        Lease minor = pool.place(Models.demand("camera/minor", MODEL, 10, 5));
        Lease before = pool.place(Models.demand("camera/major", MODEL, 20, 1));
        fixture.settle();
        long generation = minor.generation();
        ModelDescriptor next = Models.model("m", Models.variant("m2", "onnx", Precision.FLOAT32, 100));
        Lease after = pool.place(Models.demand("camera/major", next, 20, 1));
        fixture.settle();
        assertEquals(20, after.runsPerSecond());
        assertEquals(10, minor.runsPerSecond());
        assertEquals(generation, minor.generation());
        before.close();
        fixture.settle();
        assertEquals(generation, minor.generation());
    }

    /** The device of another went, and who runs where is about to be found anew. */
    @Test
    void judgesByWhatThereIsNow() {
        pool.add(fixture.cpu().takes("m", 100), 0);
        FakeAccelerator npu = fixture.device("npu-0", Kind.NPU, 1, "onnx", "rknn").takes("m", 10).takes("r", 10);
        pool.add(npu, 0);
        ModelDescriptor elsewhere = Models.model("r", Models.variant("r", "rknn", Precision.INT8, 10));
        pool.place(Models.demand("camera/a", elsewhere, 10, 3));
        npu.leave();
        pool.remove(npu);
        Lease next = pool.place(Models.demand("camera/b", MODEL, 10, 3));
        assertEquals("cpu-0", next.acceleratorId());
        fixture.settle();
        assertEquals(Map.of("placement/camera/a/r", "placement.no_place"), fixture.statuses());
    }

    @Test
    void staysAsItIsAfterwards() {
        pool.add(fixture.cpu().takes("m", 50), 0);
        pool.add(fixture.device("npu-0", Kind.NPU, 1, "onnx").takes("m", 20), 0);
        Lease[] leases = new Lease[6];
        for (int user = 0; user < leases.length; user++) {
            leases[user] = pool.place(Models.demand("camera/" + user, MODEL, 10, 6 - user));
        }
        Lease major = pool.place(Models.demand("camera/major", MODEL, 20, 0));
        fixture.settle();
        long[] generations = new long[leases.length];
        for (int user = 0; user < leases.length; user++) {
            generations[user] = leases[user].generation();
        }
        long own = major.generation();
        for (int minute = 0; minute < 10; minute++) {
            fixture.pass(60);
        }
        for (int user = 0; user < leases.length; user++) {
            assertEquals(generations[user], leases[user].generation(), "camera/" + user);
        }
        assertEquals(own, major.generation());
        assertTrue(fixture.view.devices().stream().allMatch(device -> device.load() <= 0.9 + 1e-9));
    }

    @Test
    void givesRoomBackWhenTheNewcomerCannotBeLoaded() {
        FakeAccelerator cpu = fixture.cpu().takes("m", 50).takes("n", 50);
        pool.add(cpu, 0);
        Lease minor = pool.place(Models.demand("camera/minor", MODEL, 25, 5));
        ModelDescriptor next = Models.onnx("n");
        pool.foresee("n", List.of(next));
        fixture.settle();
        fixture.pass(31);
        cpu.loadFailure = () -> new RejectedException("test.unfit", "Unfit.", "", null);
        assertThrows(RejectedException.class, () -> pool.place(Models.demand("camera/major", next, 20, 1)));
        fixture.settle();
        assertEquals(25, minor.runsPerSecond());
        assertEquals(Map.of(), fixture.statuses());
    }
}
