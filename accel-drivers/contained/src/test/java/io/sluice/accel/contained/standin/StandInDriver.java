package io.sluice.accel.contained.standin;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.model.ModelData;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.api.status.Subject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A driver of a chip that cannot be here, over a C library that really crashes. One input and output of 1000 values. Complains of
 * its fan where its configuration says that that has stopped.
 */
public final class StandInDriver implements Accelerator, StatusSource {

    static final int VALUES = 1000;

    private volatile String chip = "S1";
    private volatile boolean fanStopped;

    /** Called by the component runtime. */
    public void activate(Map<String, Object> properties) {
        chip = String.valueOf(properties.getOrDefault("chip", chip));
        fanStopped = "stopped".equals(properties.get("fan"));
    }

    @Override
    public Collection<Status> statuses() {
        Status hot = new Status(new Subject(Subject.ACCELERATOR, "standin-0"), Health.DEGRADED, "standin.hot",
                "The chip runs at half its clock.", "Cool it.", Map.of("celsius", "96"), Instant.EPOCH);
        Status fan = new Status(new Subject(Subject.ACCELERATOR, "standin-fan"), Health.FAILED, "standin.fan.stopped",
                "The fan stands still.", "Replace it.", Map.of(), Instant.EPOCH);
        return fanStopped ? List.of(hot, fan) : List.of();
    }

    @Override
    public String id() {
        return "standin-0";
    }

    @Override
    public AcceleratorInfo info() {
        return new AcceleratorInfo(AcceleratorInfo.Kind.NPU, "Stand-in", chip, "standin 1.0", "standin:0", Set.of("standin"),
                Map.of(), 1 << 20, 2);
    }

    @Override
    public AcceleratorReadings readings() {
        return new AcceleratorReadings(OptionalDouble.of(0.5), OptionalDouble.of(41), OptionalLong.empty(), false);
    }

    @Override
    public InferenceSession load(ModelData model) {
        if (model.name().contains("crashes-on-load")) {
            ByteBuffer in = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putFloat(0, -1);
            Chip.run(in, in, 1);
        }
        return new Session();
    }

    private static final class Session implements InferenceSession {

        @Override
        public List<TensorSpec> inputs() {
            return List.of(new TensorSpec("x", TensorSpec.ElementType.FLOAT32, List.of((long) VALUES)));
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(new TensorSpec("y", TensorSpec.ElementType.FLOAT32, List.of((long) VALUES)));
        }

        @Override
        public Binding bind() {
            return new Tensors();
        }

        @Override
        public void close() {
            // It has nothing.
        }
    }

    private static final class Tensors implements Binding {

        private final ByteBuffer in = ByteBuffer.allocateDirect(VALUES * Float.BYTES).order(ByteOrder.nativeOrder());
        private final ByteBuffer out = ByteBuffer.allocateDirect(VALUES * Float.BYTES).order(ByteOrder.nativeOrder());

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
            return new long[] {VALUES};
        }

        @Override
        public void run() {
            Chip.run(in, out, VALUES);
        }

        @Override
        public void close() {
            // The garbage collector has it.
        }
    }
}
