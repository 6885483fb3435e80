package io.sluice.models.internal.store;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.model.ModelData;
import io.sluice.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A stand-in for a device: reads the model it is given, and gives twice what it gets. */
public final class Doubler implements Accelerator {

    private final CountDownLatch hanging;

    /** @param hangs whether its runs never end, until it is released */
    public Doubler(boolean hangs) {
        hanging = new CountDownLatch(hangs ? 1 : 0);
    }

    public void release() {
        hanging.countDown();
    }

    @Override
    public String id() {
        return "doubler-0";
    }

    @Override
    public AcceleratorInfo info() {
        return new AcceleratorInfo(
                AcceleratorInfo.Kind.CPU, "nobody", "doubler", "test", "cpu", Set.of("onnx"), Map.of(), 1 << 20, 1);
    }

    @Override
    public AcceleratorReadings readings() {
        return AcceleratorReadings.NONE;
    }

    @Override
    public InferenceSession load(ModelData model) {
        try (ModelData.Content content = model.open()) {
            byte[] bytes = new byte[content.bytes().remaining()];
            content.bytes().get(bytes);
            if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(PackageFixture.MARKER)) {
                throw new IllegalStateException("it is not the plain model");
            }
            OnnxModel read = OnnxModel.parse(ByteBuffer.wrap(bytes));
            return new Session(read.graph().inputs().get(0).shape().orElseThrow().sizes());
        }
    }

    private final class Session implements InferenceSession {

        private final TensorSpec spec;

        Session(List<Long> shape) {
            spec = new TensorSpec("t", TensorSpec.ElementType.FLOAT32, shape);
        }

        @Override
        public List<TensorSpec> inputs() {
            return List.of(spec);
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(spec);
        }

        @Override
        public Binding bind() {
            return new Doubling(hanging);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private static final class Doubling implements Binding {

        private final ByteBuffer in = ByteBuffer.allocateDirect(192).order(ByteOrder.nativeOrder());
        private final ByteBuffer out = ByteBuffer.allocateDirect(192).order(ByteOrder.nativeOrder());
        private final CountDownLatch hanging;

        Doubling(CountDownLatch hanging) {
            this.hanging = hanging;
        }

        @Override
        public ByteBuffer input(int index) {
            return in;
        }

        @Override
        public ByteBuffer output(int index) {
            return out;
        }

        @Override
        public long[] outputShape(int index) {
            return new long[] {1, 3, 4, 4};
        }

        @Override
        public void run() {
            try {
                hanging.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            for (int at = 0; at < in.capacity(); at += Float.BYTES) {
                out.putFloat(at, 2 * in.getFloat(at));
            }
        }

        @Override
        public void close() {
            // Left to the garbage collector.
        }
    }
}
