package io.sluice.placement.internal.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.accel.AcceleratorInfo.Kind;
import io.sluice.api.accel.InferenceSession;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StopwatchTest {

    private static final long MILLI = 1_000_000;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong worked = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();
    private final FakeAccelerator device =
            new FakeAccelerator("cpu-0", Kind.CPU, "cpu", Set.of("onnx"), 1, clock::addAndGet).takes("m", 2);

    @Test
    void doesNotChargeTheModelForOthers() {
        device.duringRun = () -> clock.addAndGet(runs.incrementAndGet() == 20 ? 40 * MILLI : 0);
        assertEquals(new Timing(2 * MILLI, 2 * MILLI, 30), measure());
    }

    @Test
    void keepsATailThatIsTheModelsOwn() {
        device.duringRun = () -> clock.addAndGet(runs.incrementAndGet() % 10 == 0 ? 6 * MILLI : 0);
        assertEquals(new Timing(2 * MILLI, 8 * MILLI, 30), measure());
    }

    @Test
    void endsWithSlowModelsToo() {
        device.takes("m", 4000);
        Timing slow = measure();
        assertEquals(4000 * MILLI, slow.longestNanos());
        assertTrue(slow.runs() >= 3 && device.runs.get() <= 5, "runs: " + device.runs.get());
        assertEquals(0, device.openBindings.get());
    }

    @Test
    void endsOnAMachineThatIsNeverQuiet() {
        device.duringRun = () -> clock.addAndGet(runs.incrementAndGet() % 2 * 9 * MILLI);
        assertTrue(measure().longestNanos() >= 11 * MILLI);
        assertTrue(clock.get() < 2000 * MILLI, "ms: " + clock.get() / MILLI);
    }

    @Test
    void countsTheWorkOfItsThreadOnAMachineThatIsNeverQuiet() {
        device.duringRun = () -> {
            worked.addAndGet(2 * MILLI);
            clock.addAndGet(runs.incrementAndGet() % 3 * 9 * MILLI);
        };
        assertEquals(new Timing(2 * MILLI, 2 * MILLI, 30), measure());
    }

    @Test
    void countsTimeWhereAnotherThreadWorks() {
        device.duringRun = () -> worked.addAndGet(MILLI / 50);
        assertEquals(new Timing(2 * MILLI, 2 * MILLI, 30), measure());
    }

    private Timing measure() {
        try (InferenceSession session = device.load(Models.onnx("m").variants().get(0).data())) {
            return Stopwatch.measure(session, 1, new Clocks(clock::get, worked::get), true);
        }
    }
}
