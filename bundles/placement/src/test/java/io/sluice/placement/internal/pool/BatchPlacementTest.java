package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.PlacementOption;
import io.sluice.api.accel.SessionUse;
import io.sluice.api.error.RejectedException;
import io.sluice.api.model.ModelDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many pictures share a run, as it is chosen when streams come and go. */
class BatchPlacementTest {

    private static final ModelDescriptor MODEL = Models.onnx("m");

    @TempDir
    Path folder;

    private PoolFixture fixture;
    private FakeAccelerator gpu;

    @BeforeEach
    void make() {
        fixture = new PoolFixture(folder);
        gpu = fixture.device("gpu-0", Kind.GPU, 1, "onnx")
                .takes("m", 1, 10).takes("m", 2, 11).takes("m", 4, 12).takes("m", 8, 14).takes("m", 16, 18);
        fixture.pool.add(gpu, 0);
    }

    @Test
    void admitsMoreStreamsThanFitOneByOne() {
        // 12 ms at worst alone, 10 a second: 7 fit into 0.9 of the time. With 8 a run of 16.8 ms each 50 ms serves all.
        List<Lease> leases = streams(8, 10);
        fixture.settle();
        assertEquals(8, session().batch());
        assertEquals(50, session().longestWaitMillis(), 1e-9);
        assertEquals(0.336, fixture.view.devices().get(0).load(), 1e-9);
        leases.addAll(streams(8, 10));
        fixture.settle();
        assertEquals(16, session().batch());
        assertEquals(20 * 0.0216, fixture.view.devices().get(0).load(), 1e-9);
        PlacementOption option = fixture.view.leases().get(0).options().get(0);
        assertEquals(16, option.batch());
        assertEquals(List.of(1, 2, 4, 8, 16), option.batches().stream().map(size -> size.pictures()).toList());
        assertTrue(option.batches().get(4).verdict().startsWith("used: 16 pictures share a run of up to 21.60 ms"),
                option.batches().get(4).verdict());
        assertTrue(option.batches().get(0).verdict().startsWith("a picture would cost 12.00 ms"),
                option.batches().get(0).verdict());
        assertTrue(leases.get(0).reason().contains("16 pictures share a run"), leases.get(0).reason());
        assertTrue(leases.stream().allMatch(lease -> lease.runsPerSecond() == 10));
    }

    @Test
    void refusesWhatDoesNotFitInBatchesEither() {
        List<Lease> leases = streams(16, 10);
        RejectedException refused = assertThrows(RejectedException.class, () -> {
            for (int user = 0; user < 100; user++) {
                leases.addAll(streams(1, 10));
            }
        });
        assertEquals("placement.does_not_fit", refused.code());
        assertTrue(leases.size() >= 32, "streams: " + leases.size());
        fixture.settle();
        assertTrue(leases.stream().allMatch(lease -> lease.runsPerSecond() == 10));
        assertTrue(fixture.view.devices().get(0).load() <= 0.9);
    }

    @Test
    void tellsItsUsersToBindAnewWhenTheNumberChanges() {
        List<Lease> leases = streams(1, 10);
        fixture.settle();
        assertEquals(1, session().batch());
        long generation = leases.get(0).generation();
        leases.addAll(streams(7, 10));
        fixture.settle();
        assertNotEquals(generation, leases.get(0).generation());
        long settled = leases.get(0).generation();
        fixture.pass(30);
        assertEquals(settled, leases.get(0).generation(), "to and fro");
        leases.subList(1, 8).forEach(Lease::close);
        fixture.pass(11);
        assertEquals(1, session().batch());
        assertNotEquals(settled, leases.get(0).generation());
    }

    @Test
    void measuresOnlyWhileMemorySuffices() {
        gpu.mostPictures = 4;
        streams(8, 10);
        fixture.settle();
        assertEquals(4, session().batch());
        assertEquals(3, fixture.view.leases().get(0).options().get(0).batches().size());
    }

    @Test
    void goesOnWithFewerWhenMemoryIsShortLater() {
        List<Lease> leases = streams(8, 10);
        fixture.settle();
        assertEquals(8, session().batch());
        gpu.mostPictures = 4;
        try (Binding first = leases.get(0).bind()) {
            first.run();
        }
        fixture.settle();
        assertEquals(4, session().batch());
        try (Binding next = leases.get(0).bind()) {
            next.input(0).putLong(0, 5);
            next.run();
            assertEquals(5, next.output(0).getLong(0));
        }
        assertEquals(0, gpu.openBindings.get());
    }

    @Test
    void keepsPicturesApartThatWouldInfluenceEachOther() {
        gpu.influence = true;
        streams(4, 10);
        fixture.settle();
        assertEquals(1, session().batch());
        assertEquals(1, fixture.view.leases().get(0).options().get(0).batches().size());
    }

    @Test
    void measuresOnceForAllRestarts() {
        streams(8, 10);
        fixture.pool.close();
        PoolFixture restarted = new PoolFixture(folder);
        FakeAccelerator again = restarted.device("gpu-0", Kind.GPU, 1, "onnx").takes("m", 1, 10).takes("m", 2, 11)
                .takes("m", 4, 12).takes("m", 8, 14);
        restarted.pool.add(again, 0);
        for (int user = 0; user < 8; user++) {
            restarted.pool.place(Models.demand("camera/" + user, MODEL, 10, 0));
        }
        restarted.settle();
        assertEquals(0, again.runs.get());
        assertEquals(8, restarted.view.devices().get(0).sessions().get(0).batch());
    }

    @Test
    void showsOnePictureToThoseWhoAreToWriteOne() {
        Lease lease = streams(8, 10).get(0);
        assertEquals(List.of(1L, 2L), lease.session().inputs().get(0).shape());
        assertEquals(List.of(1L, 2L), lease.session().outputs().get(0).shape());
        try (Binding binding = lease.bind()) {
            assertEquals(8, binding.input(0).remaining());
            assertEquals(8, binding.output(0).remaining());
            assertEquals(List.of(1L, 2L), List.of(binding.outputShape(0)[0], binding.outputShape(0)[1]));
        }
    }

    private SessionUse session() {
        return fixture.view.devices().get(0).sessions().get(0);
    }

    private List<Lease> streams(int count, double rate) {
        List<Lease> leases = new ArrayList<>();
        int before = fixture.view.leases().size();
        for (int user = 0; user < count; user++) {
            leases.add(fixture.pool.place(Models.demand("camera/" + (before + user), MODEL, rate, 0)));
        }
        return leases;
    }
}
