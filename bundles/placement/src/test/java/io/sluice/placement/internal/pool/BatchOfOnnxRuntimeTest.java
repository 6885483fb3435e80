package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.accel.onnxsession.testing.OnnxModelWriter;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.Precision;
import io.sluice.api.model.ModelDescriptor;
import io.sluice.api.model.ModelVariant;
import io.sluice.support.model.FileModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared runs of a real model with a free first dimension, on the processor. */
class BatchOfOnnxRuntimeTest {

    private static final int STREAMS = 8;
    private static final int RUNS = 500;
    private static final int SIZE = 16;

    @TempDir
    Path folder;

    private final OnnxCpu cpu = new OnnxCpu();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        cpu.close();
    }

    @Test
    void eachStreamHasTheResultsOfItsOwnPictures() throws Exception {
        Pool pool = poolThatKnowsBatchesToPay();
        pool.add(cpu, 0);
        List<Lease> leases = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            leases.add(pool.place(Models.demand("camera/" + stream, model(), 20, 0)));
        }
        assertEquals(4, new PoolView(pool).devices().get(0).sessions().get(0).batch());
        List<Future<Integer>> running = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            Lease lease = leases.get(stream);
            int number = stream;
            running.add(threads.submit(() -> run(lease, number)));
        }
        for (Future<Integer> one : running) {
            assertEquals(RUNS, one.get(60, TimeUnit.SECONDS));
        }
        leases.forEach(Lease::close);
        pool.close();
    }

    @Test
    void measuresHowLongRunsOfSeveralTake() throws IOException {
        try (InferenceSession session = cpu.load(file())) {
            Timings timings = BatchMeasurement.measure(
                    new Device(cpu, 0, System.nanoTime()), session, 1000, Clocks.system());
            assertTrue(timings.byPictures().size() > 1, timings.toString());
            assertTrue(timings.lasting());
        }
    }

    @Test
    void findsThatPicturesInfluenceEachOther() throws IOException {
        FileModel scaled = FileModel.onnx(new OnnxModelWriter()
                .input("x", "batch", (long) SIZE)
                .node("ReduceMax", List.of("x"), "largest", OnnxModelWriter.attribute("keepdims", 0))
                .node("Div", List.of("x", "largest"), "y")
                .output("y", "batch", (long) SIZE)
                .write(folder.resolve("scaled.onnx")));
        try (InferenceSession session = cpu.load(scaled)) {
            assertTrue(Independence.obstacle(session, 2).isPresent());
        }
        try (InferenceSession session = cpu.load(file())) {
            assertEquals(Optional.empty(), Independence.obstacle(session, 2));
        }
    }

    private static int run(Lease lease, int stream) {
        int runs = 0;
        try (Binding binding = lease.bind()) {
            float[] expected = new float[SIZE];
            float[] found = new float[SIZE];
            for (; runs < RUNS; runs++) {
                FloatBuffer input = binding.input(0).asFloatBuffer();
                for (int at = 0; at < SIZE; at++) {
                    input.put(at, stream * 1000 + runs + at);
                    expected[at] = 2 * (stream * 1000 + runs + at);
                }
                binding.run();
                binding.output(0).asFloatBuffer().get(found);
                assertArrayEquals(expected, found);
            }
        }
        return runs;
    }

    /** Where a batch pays depends on the machine; here the pool is told that it does. */
    private Pool poolThatKnowsBatchesToPay() throws IOException {
        TimingStore store = new TimingStore(folder.resolve("timings.txt"));
        TreeMap<Integer, Timing> sizes = new TreeMap<>(Map.of(1, new Timing(4_000_000, 4_000_000, 30),
                2, new Timing(4_100_000, 4_100_000, 30), 4, new Timing(4_200_000, 4_200_000, 30)));
        store.put(model().variants().get(0).data().sha256(), cpu.info().chip(), cpu.info().driver(),
                new Timings(sizes, "end", true));
        return new Pool(Rules.DEFAULT, store, Clocks.system(), Runnable::run, threads,
                new Announcer(new PoolFixture(folder)));
    }

    private ModelDescriptor model() throws IOException {
        Path path = file().path();
        return Models.model("doubled",
                new ModelVariant(Precision.FLOAT32, Optional.empty(), new FileModel(path, "onnx", "digest-of-it")));
    }

    private FileModel file() throws IOException {
        return FileModel.onnx(new OnnxModelWriter()
                .input("x", "batch", (long) SIZE)
                .constant("factor", new float[] {2}, 1)
                .node("Mul", List.of("x", "factor"), "y")
                .output("y", "batch", (long) SIZE)
                .write(folder.resolve("doubled.onnx")));
    }
}
