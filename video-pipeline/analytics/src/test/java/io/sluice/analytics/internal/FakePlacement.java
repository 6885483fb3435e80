package io.sluice.analytics.internal;

import io.sluice.api.accel.Binding;
import io.sluice.api.accel.Demand;
import io.sluice.api.accel.InferenceSession;
import io.sluice.api.accel.Lease;
import io.sluice.api.accel.Placement;
import io.sluice.api.accel.TensorSpec;
import io.sluice.api.accel.TensorSpec.ElementType;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.model.ModelVariant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Places whose models are played by the test: each answers to the tensor that it is given. */
final class FakePlacement implements Placement {

    /** What a model answers, and of what shape. */
    record Brain(List<Long> shape, Function<float[], float[]> answer) {}

    final List<Demand> demands = new CopyOnWriteArrayList<>();
    final AtomicInteger openLeases = new AtomicInteger();
    final AtomicInteger openBindings = new AtomicInteger();
    final AtomicInteger bindingsEver = new AtomicInteger();
    volatile Optional<RejectedException> refusal = Optional.empty();
    volatile double granted = -1;
    /** Runs a second that can be promised. */
    volatile double capacity = Double.MAX_VALUE;
    private double promised;
    volatile long generation;
    /** Bindings of an earlier generation fail. */
    volatile boolean lost;
    private final Map<String, Brain> brains = new ConcurrentHashMap<>();

    FakePlacement with(String model, Brain brain) {
        brains.put(model, brain);
        return this;
    }

    @Override
    public Lease place(Demand demand) {
        demands.add(demand);
        refusal.ifPresent(refused -> {
            throw refused;
        });
        promise(demand.runsPerSecond());
        openLeases.incrementAndGet();
        return new FakeLease(demand, brains.get(demand.model().id()));
    }

    private synchronized void promise(double runs) {
        if (promised + runs > capacity) {
            throw new RejectedException("placement.does_not_fit", runs + " more than " + promised, "", null);
        }
        promised += runs;
    }

    private final class FakeLease implements Lease, InferenceSession {

        private final Demand demand;
        private final Brain brain;

        FakeLease(Demand demand, Brain brain) {
            this.demand = demand;
            this.brain = brain;
        }

        @Override
        public long generation() {
            return generation;
        }

        @Override
        public Binding bind() {
            openBindings.incrementAndGet();
            bindingsEver.incrementAndGet();
            return new FakeBinding(generation, brain, 3 * demand.model().input().width() * demand.model().input().height());
        }

        @Override
        public InferenceSession session() {
            return this;
        }

        @Override
        public List<TensorSpec> inputs() {
            long side = demand.model().input().width();
            return List.of(new TensorSpec("in", ElementType.FLOAT32, List.of(1L, 3L, side, side)));
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(new TensorSpec("out", ElementType.FLOAT32, brain.shape()));
        }

        @Override
        public ModelVariant variant() {
            return demand.model().variants().get(0);
        }

        @Override
        public String acceleratorId() {
            return "fake-" + generation;
        }

        @Override
        public double runsPerSecond() {
            return granted < 0 ? demand.runsPerSecond() : granted;
        }

        @Override
        public String reason() {
            return "the test says so";
        }

        @Override
        public void close() {
            promise(-demand.runsPerSecond());
            openLeases.decrementAndGet();
        }
    }

    private final class FakeBinding implements Binding {

        private final long made;
        private final Brain brain;
        private final ByteBuffer in;
        private final ByteBuffer out;

        FakeBinding(long made, Brain brain, int inputs) {
            this.made = made;
            this.brain = brain;
            in = ByteBuffer.allocateDirect(inputs * Float.BYTES + 128).alignedSlice(64).order(ByteOrder.nativeOrder());
            in.limit(inputs * Float.BYTES);
            long outputs = brain.shape().stream().reduce(1L, (one, other) -> one * other);
            out = ByteBuffer.allocateDirect((int) outputs * Float.BYTES).order(ByteOrder.nativeOrder());
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
            return brain.shape().stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public void run() {
            if (lost && made != generation) {
                throw new UnavailableException("test.lost", "The place is lost.", "", null);
            }
            FloatBuffer values = in.asFloatBuffer();
            float[] input = new float[values.remaining()];
            values.get(input);
            out.asFloatBuffer().put(brain.answer().apply(input));
        }

        @Override
        public void close() {
            openBindings.decrementAndGet();
        }
    }
}
