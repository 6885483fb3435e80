package io.sluice.bench.overhead;

import io.sluice.accel.onnxcpu.internal.OnnxCpu;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import io.sluice.onnx.ProtoMessage;
import io.sluice.support.model.FileModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether an input is copied on its way: a run of a model that takes one number out of 64 MB, against one copy of these.
 * The number is changed before each run and has to come out.
 */
final class LargeInput {

    private static final long ELEMENTS = 16L << 20;
    private static final int RUNS = 15;

    private LargeInput() {}

    static Line measure() throws Exception {
        Path model = Files.createTempFile("sluice-large", ".onnx");
        List<Double> runs = new ArrayList<>();
        List<Double> copies = new ArrayList<>();
        try (OnnxCpu cpu = new OnnxCpu()) {
            Files.write(model, bytes());
            try (InferenceSession session = cpu.load(FileModel.onnx(model)); Binding binding = session.bind()) {
                ByteBuffer input = binding.input(0);
                ByteBuffer copy = ByteBuffer.allocateDirect(input.capacity()).order(ByteOrder.nativeOrder());
                for (int run = 1; run <= RUNS; run++) {
                    input.putFloat(0, run);
                    long begun = System.nanoTime();
                    binding.run();
                    runs.add((System.nanoTime() - begun) / 1e3);
                    if (binding.output(0).getFloat(0) != run) {
                        throw new IllegalStateException("the run did not see what was written before");
                    }
                    begun = System.nanoTime();
                    copy.put(0, input, 0, input.capacity());
                    copies.add((System.nanoTime() - begun) / 1e3);
                }
            }
        } finally {
            Files.delete(model);
        }
        double run = Statistics.median(runs);
        double copy = Statistics.median(copies);
        return new Line("infer-overhead")
                .with("input_bytes", ELEMENTS * Float.BYTES)
                .with("run_us", run)
                .with("copy_us", copy)
                .with("input_copied", run < copy / 10 ? "no" : "yes");
    }

    /** {@code y = Gather(x, [0])}; field numbers of onnx.proto. */
    private static byte[] bytes() {
        ByteBuffer first = ByteBuffer.allocate(Long.BYTES);
        ProtoMessage index = new ProtoMessage().add(1, 1).add(2, 7).add(8, "first").add(9, first);
        ProtoMessage node = new ProtoMessage().add(1, "x").add(1, "first").add(2, "y").add(4, "Gather");
        ProtoMessage graph = new ProtoMessage()
                .add(1, node).add(2, "large").add(5, index).add(11, vector("x", ELEMENTS)).add(12, vector("y", 1));
        return new ProtoMessage().add(1, 8).add(7, graph).add(8, new ProtoMessage().add(1, "").add(2, 13)).toBytes();
    }

    private static ProtoMessage vector(String name, long size) {
        ProtoMessage shape = new ProtoMessage().add(1, new ProtoMessage().add(1, size));
        ProtoMessage tensor = new ProtoMessage().add(1, 1).add(2, shape);
        return new ProtoMessage().add(1, name).add(2, new ProtoMessage().add(1, tensor));
    }
}
