package io.sluice.placement.internal.pool;

import io.sluice.api.accel.AcceleratorInfo;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A pool with a clock that stands still until told, and a planner that works when told. */
final class PoolFixture implements Announcer.Board {

    final AtomicLong clock = new AtomicLong(1);
    final Map<String, String> statuses = new ConcurrentHashMap<>();
    final Map<String, Map<String, String>> details = new ConcurrentHashMap<>();
    final Pool pool;
    final PoolView view;
    private final Deque<Runnable> plans = new ArrayDeque<>();

    PoolFixture(Path folder) {
        this(folder, Rules.DEFAULT);
    }

    PoolFixture(Path folder, Rules rules) {
        pool = new Pool(rules, new TimingStore(folder.resolve("timings.txt")), new Clocks(clock::get, clock::get),
                this::later, Runnable::run, new Announcer(this));
        view = new PoolView(pool);
    }

    FakeAccelerator cpu() {
        return device("cpu-0", AcceleratorInfo.Kind.CPU, 2, "onnx");
    }

    FakeAccelerator device(String id, AcceleratorInfo.Kind kind, int lanes, String... formats) {
        return new FakeAccelerator(id, kind, "at:" + id, Set.of(formats), lanes, clock::addAndGet);
    }

    /** Lets the planner do all that was asked of it. */
    void settle() {
        for (Runnable plan = next(); plan != null; plan = next()) {
            plan.run();
        }
    }

    void pass(double seconds) {
        clock.addAndGet((long) (seconds * 1e9));
        pool.tick();
        settle();
    }

    private synchronized void later(Runnable plan) {
        plans.add(plan);
    }

    private synchronized Runnable next() {
        return plans.poll();
    }

    /** Codes of the statuses there are, by subject. */
    Map<String, String> statuses() {
        return new TreeMap<>(statuses);
    }

    @Override
    public void report(
            Subject subject, Health health, String code, String message, String remedy, Map<String, String> values) {
        statuses.put(subject.toString(), code);
        details.put(subject.toString(), values);
    }

    @Override
    public void gone(Subject subject) {
        statuses.remove(subject.toString());
    }
}
