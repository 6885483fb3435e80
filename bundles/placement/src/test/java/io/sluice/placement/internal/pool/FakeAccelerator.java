package io.sluice.placement.internal.pool;

import io.sluice.api.accel.Accelerator;
import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.accel.AcceleratorReadings;
import io.sluice.api.accel.Binding;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Precision;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    /** Numbers of pictures of the runs so far, the latest last. */
    public final Queue<Integer> pictures = new ConcurrentLinkedQueue<>();
    public final AtomicInteger openSessions = new AtomicInteger();
    public final AtomicInteger openBindings = new AtomicInteger();
    public final AtomicInteger releases = new AtomicInteger();
    public volatile boolean failing;
    public volatile AcceleratorReadings readings = AcceleratorReadings.NONE;
    public volatile Supplier<RuntimeException> loadFailure = () -> null;
    /** Most pictures for which there is memory. */
    public volatile int mostPictures = Integer.MAX_VALUE;
    /** Whether each picture's results depend on the others, as where numbers are scaled by the largest of a tensor. */
    public volatile boolean influence;
    public volatile Runnable duringLoad = () -> { };
    public volatile Runnable duringRun = () -> { };
    private final String id;
    private final AcceleratorInfo info;
    private final Work work;
    private final Map<String, Long> runNanos = new ConcurrentHashMap<>();
    private final Map<String, Map<Integer, Long>> batchNanos = new ConcurrentHashMap<>();
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

    /** How long a run of the model of this name takes with so many pictures; without this it takes one a run. */
    public FakeAccelerator takes(String model, int pictures, double millis) {
        batchNanos.computeIfAbsent(model, name -> new ConcurrentHashMap<>()).put(pictures, (long) (millis * 1e6));
        return pictures == 1 ? takes(model, millis) : this;
    }

    @Override
    public void releaseQuarantine() {
        releases.incrementAndGet();
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
        return new Session(runNanos.getOrDefault(model.name(), 1_000_000L),
                batchNanos.getOrDefault(model.name(), Map.of()));
    }

    private final class Session implements InferenceSession {
        private final long nanos;
        private final Map<Integer, Long> batches;
        private volatile boolean closed;

        Session(long nanos, Map<Integer, Long> batches) {
            this.nanos = nanos;
            this.batches = batches;
        }

        @Override
        public List<TensorSpec> inputs() {
            return List.of(new TensorSpec("in", TensorSpec.ElementType.FLOAT32, shape()));
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(new TensorSpec("out", TensorSpec.ElementType.FLOAT32, shape()));
        }

        private List<Long> shape() {
            return List.of(batches.isEmpty() ? 1L : -1L, 2L);
        }

        @Override
        public Binding bind() {
            if (closed || gone) {
                throw new UnavailableException("test.closed", id + " is closed.", "", null);
            }
            openBindings.incrementAndGet();
            return new Tensors(this, 1, nanos);
        }

        @Override
        public Binding bind(int pictures) {
            if (pictures == 1) {
                return bind();
            }
            if (pictures > mostPictures) {
                throw new UnavailableException("test.memory", "No memory for " + pictures + " pictures.", "", null);
            }
            if (!batches.containsKey(pictures)) {
                throw new RejectedException("test.batch", "Not with " + pictures + " pictures.", "", null);
            }
            openBindings.incrementAndGet();
            return new Tensors(this, pictures, batches.get(pictures));
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
        private final int batch;
        private final long nanos;
        private final ByteBuffer input;
        private final ByteBuffer output;
        private boolean closed;

        Tensors(Session session, int batch, long nanos) {
            this.session = session;
            this.batch = batch;
            this.nanos = nanos;
            input = ByteBuffer.allocateDirect(8 * batch).order(ByteOrder.nativeOrder());
            output = ByteBuffer.allocateDirect(8 * batch).order(ByteOrder.nativeOrder());
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
            return new long[] {batch, 2};
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
            work.take(nanos);
            output.put(0, input, 0, 8 * batch);
            if (influence) {
                output.putFloat(0, input.getFloat(8 * (batch - 1)));
            }
            runs.incrementAndGet();
            if (batch > 1) {
                pictures.add(batch);
            }
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
