package io.sluice.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HubStressTest {

    private static final int UNITS = 40_000;

    private final Units units = new Units();
    private final HubComponent hub = new HubComponent(new RingLimits(0, 50, 1 << 20, 1 << 20));
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void everyUnitIsReleasedExactlyOnceWhateverReadersAndPublishersDo() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Void>> readers = new ArrayList<>();
            readers.add(threads.submit(this::readSteadily));
            readers.add(threads.submit(this::readSteadily));
            readers.add(threads.submit(this::comeAndGo));
            readers.add(threads.submit(this::comeAndGo));
            Future<Void> first = threads.submit(publisher(UNITS));
            Future<Void> second = threads.submit(publisher(UNITS));
            first.get();
            second.get();
            done.set(true);
            hub.deactivate();
            for (Future<Void> reader : readers) {
                reader.get();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        assertEquals(0, units.live());
    }

    /** Two of these take the stream from one another now and then. */
    private Callable<Void> publisher(int count) {
        return () -> {
            StreamPublisher camera = hub.publish("gate");
            for (int index = 0; index < count; index++) {
                if (!camera.publish(index % 25 == 0 ? units.key() : units.delta()) && index % 100 == 0) {
                    camera = hub.publish("gate");
                }
            }
            camera.close();
            return null;
        };
    }

    private Void readSteadily() throws InterruptedException {
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("steady", 100));
        long last = -1;
        while (!tap.closed()) {
            AccessUnit unit = tap.poll(Duration.ofMillis(5));
            if (unit != null) {
                assertTrue(unit.sequence() > last, "in order");
                assertTrue(last < 0 || unit.sequence() == last + 1 || unit.keyFrame(), "a gap ends at a key frame");
                assertEquals(10, unit.data().remaining());
                last = unit.sequence();
                unit.release();
            }
        }
        return null;
    }

    private Void comeAndGo() throws InterruptedException {
        long last = 0;
        while (!done.get()) {
            try (Tap tap = hub.tap("gate", TapOptions.after("guest", 5, last))) {
                int reads = ThreadLocalRandom.current().nextInt(20);
                for (int count = 0; count < reads; count++) {
                    AccessUnit unit = tap.poll(Duration.ofMillis(1));
                    if (unit != null) {
                        last = unit.sequence();
                        unit.release();
                    }
                }
            }
        }
        return null;
    }
}
