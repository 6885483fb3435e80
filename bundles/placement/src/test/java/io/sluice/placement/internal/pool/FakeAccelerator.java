package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A device whose runs take as long as a test says, and that fails when it says so; counts what is open. */
public final class FakeAccelerator implements Accelerator {

    /** Moves the test's clock by what a run takes. */
    public interface Work {
        void take(long nanos);
    }

    public final AtomicInteger loads = new AtomicInteger();
    public final AtomicInteger runs = new AtomicInteger();
    public final AtomicInteger openSessions = new AtomicInteger();
    public final AtomicInteger openBindings = new AtomicInteger();
    public volatile boolean failing;
    public volatile AcceleratorReadings readings = AcceleratorReadings.NONE;
    public volatile Supplier<RuntimeException> loadFailure = () -> null;
    public volatile Runnable duringLoad = () -> { };
    public volatile Runnable duringRun = () -> { };
    private final String id;
    private final AcceleratorInfo info;
    private final Work work;
    private final Map<String, Long> runNanos = new ConcurrentHashMap<>();
    private volatile boolean gone;

    public FakeAccelerator(String id, AcceleratorInfo.Kind kind, String location, Set<String> formats, int lanes, Work work) {
        this.id = id;
        this.work = work;
        info = new AcceleratorInfo(kind, "vendor", "chip-" + id, "driver 1", location, formats,
                Map.of(Precision.FLOAT32, 0.3, Precision.INT8, 1.2), 1 << 20, lanes);
    }

    /** How long a run of the model of this name takes. */
    public FakeAccelerator takes(String model, double millis) {
        runNanos.put(model, (long) (millis * 1e6));
        return this;
    }

    /** As a driver does when its device is pulled out, or its bundle stops. */
    public void leave() {
        gone = true;
    }

    public FakeAccelerator hot(double celsius) {
        readings = new AcceleratorReadings(
                OptionalDouble.empty(), OptionalDouble.of(celsius), OptionalLong.empty(), false);
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public AcceleratorInfo info() {
        return info;
    }

    @Override
    public AcceleratorReadings readings() {
        return readings;
    }

    @Override
    public InferenceSession load(ModelData model) {
        duringLoad.run();
        RuntimeException failure = loadFailure.get();
        if (failure != null) {
            throw failure;
        }
        loads.incrementAndGet();
        openSessions.incrementAndGet();
        return new Session(runNanos.getOrDefault(model.name(), 1_000_000L));
    }

    private final class Session implements InferenceSession {
        private final long nanos;
        private volatile boolean closed;

        Session(long nanos) {
            this.nanos = nanos;
        }

        @Override
        public List<TensorSpec> inputs() {
            return List.of(new TensorSpec("in", TensorSpec.ElementType.FLOAT32, List.of(1L, 2L)));
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(new TensorSpec("out", TensorSpec.ElementType.FLOAT32, List.of(1L, 2L)));
        }

        @Override
        public Binding bind() {
            if (closed || gone) {
                throw new UnavailableException("test.closed", id + " is closed.", "", null);
            }
            openBindings.incrementAndGet();
            return new Tensors(this);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                openSessions.decrementAndGet();
            }
        }
    }

    private final class Tensors implements Binding {
        private final Session session;
        private final ByteBuffer input = ByteBuffer.allocateDirect(8);
        private final ByteBuffer output = ByteBuffer.allocateDirect(8);
        private boolean closed;

        Tensors(Session session) {
            this.session = session;
        }

        @Override
        public ByteBuffer input(int index) {
            return input;
        }

        @Override
        public ByteBuffer output(int index) {
            return output;
        }

        @Override
        public long[] outputShape(int index) {
            return new long[] {1, 2};
        }

        @Override
        public void run() {
            if (closed) {
                throw new AssertionError("run after close");
            }
            duringRun.run();
            if (session.closed || gone || failing) {
                throw new UnavailableException("test.failed", id + " failed.", "", null);
            }
            work.take(session.nanos);
            output.putLong(0, input.getLong(0));
            runs.incrementAndGet();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openBindings.decrementAndGet();
            }
        }
    }
}
