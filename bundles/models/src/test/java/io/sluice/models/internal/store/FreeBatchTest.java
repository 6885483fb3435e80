package io.sluice.models.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.accel.BatchOption;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.LeaseUse;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.placement.internal.pool.Announcer;
import io.sluice.placement.internal.pool.Clocks;
import io.sluice.placement.internal.pool.Pool;
import io.sluice.placement.internal.pool.PoolView;
import io.sluice.placement.internal.pool.Rules;
import io.sluice.placement.internal.pool.TimingStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package whose model leaves its batch open, from its import to streams that share it on the processor. */
class FreeBatchTest {

    private static final int VALUES = 3 * 4 * 4;
    private static final int STREAMS = 4;
    private static final int RUNS = 50;

    @TempDir
    Path root;

    private final OnnxCpu cpu = new OnnxCpu();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private AlgorithmVersion version;
    private ModelDescriptor model;

    @BeforeEach
    void take() throws Exception {
        StoreFixture fixture = new StoreFixture(root);
        fixture.accelerators.clear();
        fixture.accelerators.add(cpu);
        version = fixture.open().add(new PackageFixture().free());
        model = fixture.store.versions().usable("joints").orElseThrow().model("net").orElseThrow();
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        cpu.close();
    }

    @Test
    void isTriedWithOnePictureAndRunsSeveral() {
        assertTrue(version.tests().get(0).startsWith("net.onnx on cpu-0: in.bin: out.bin: largest difference 0.000"),
                version.tests().toString());
        try (InferenceSession session = cpu.load(model.variants().get(0).data()); Binding four = session.bind(4)) {
            assertEquals(4 * VALUES * Float.BYTES, four.output(0).capacity());
            for (int at = 0; at < 4 * VALUES; at++) {
                four.input(0).putFloat(at * Float.BYTES, at);
            }
            four.run();
            for (int at = 0; at < 4 * VALUES; at++) {
                assertEquals(2 * at, four.output(0).getFloat(at * Float.BYTES));
            }
        }
    }

    /** A driver may tell the first dimension as it is in the model. */
    @Test
    void isTriedWithOnePictureOnADeviceThatTellsTheBatchIsOpen() throws Exception {
        StoreFixture other = new StoreFixture(root.resolve("other")).open();
        AlgorithmVersion tried = other.add(new PackageFixture().free().write(root), Activation.ALWAYS);
        assertTrue(tried.tests().get(0).startsWith("net.onnx on doubler-0: in.bin: out.bin: largest difference 0.000"),
                tried.tests().toString());
        ModelDescriptor kept = other.store.versions().usable("joints").orElseThrow().model("net").orElseThrow();
        try (InferenceSession session = new Doubler(false).load(kept.variants().get(0).data())) {
            assertEquals(List.of(-1L, 3L, 4L, 4L), session.inputs().get(0).shape());
        }
    }

    @Test
    void streamsThatShareItAreToldWhatBatchesWouldCost() throws Exception {
        Pool pool = new Pool(Rules.DEFAULT, new TimingStore(root.resolve("timings.txt")), Clocks.system(), Runnable::run,
                threads, new Announcer(new NoBoard()));
        pool.add(cpu, 0);
        List<Lease> leases = new ArrayList<>();
        List<Future<Integer>> running = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            leases.add(pool.place(new Demand("camera/" + stream, model, 20, 0)));
        }
        for (int stream = 0; stream < STREAMS; stream++) {
            Lease lease = leases.get(stream);
            int number = stream;
            running.add(threads.submit(() -> run(lease, number)));
        }
        for (Future<Integer> one : running) {
            assertEquals(RUNS, one.get(60, TimeUnit.SECONDS));
        }
        for (LeaseUse use : new PoolView(pool).leases()) {
            List<BatchOption> batches = use.options().get(0).batches();
            assertTrue(batches.size() > 1, use.toString());
            assertEquals(1, batches.get(0).pictures());
            assertEquals(2, batches.get(1).pictures());
            // Which of them pays is the machine's affair; that each was measured and judged is not.
            for (BatchOption batch : batches) {
                assertTrue(batch.medianMillis() > 0 && batch.worstMillis() >= batch.medianMillis(), batch.toString());
                assertFalse(batch.verdict().isEmpty(), batch.toString());
            }
            assertEquals(1, batches.stream().filter(BatchOption::chosen).count(), batches.toString());
        }
        leases.forEach(Lease::close);
        pool.close();
    }

    private static int run(Lease lease, int stream) {
        int runs = 0;
        try (Binding binding = lease.bind()) {
            for (; runs < RUNS; runs++) {
                for (int at = 0; at < VALUES; at++) {
                    binding.input(0).putFloat(at * Float.BYTES, stream * 1000 + runs + at);
                }
                binding.run();
                for (int at = 0; at < VALUES; at++) {
                    assertEquals(2 * (stream * 1000 + runs + at), binding.output(0).getFloat(at * Float.BYTES));
                }
            }
        }
        return runs;
    }

    /** Nobody reads the statuses here. */
    private static final class NoBoard implements Announcer.Board {

        @Override
        public void report(
                Subject subject, Health health, String code, String message, String remedy, Map<String, String> details) {
            // As the class says.
        }

        @Override
        public void gone(Subject subject) {
            // As the class says.
        }
    }
}
