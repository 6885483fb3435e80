package io.sluice.drivers.relay.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import io.sluice.hub.internal.TestHub;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One stream of the real hub as another of it. */
class RelayTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final StreamFormat FORMAT =
            new StreamFormat(Codec.H264, 640, 360, "avc1.64001f", List.of(ByteBuffer.wrap(new byte[] {0x67})));

    private final TestHub owner = new TestHub();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger freed = new AtomicInteger();
    private final AtomicInteger flowing = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final StreamPublisher gate = owner.hub().publish("gate");
    private final Relay relay =
            new Relay(owner.hub(), "gate", "task", flowing::incrementAndGet, waiting::incrementAndGet);

    @AfterEach
    void everyPictureIsFreedOnce() throws Exception {
        relay.close();
        gate.close();
        owner.close();
        assertEquals(made.get(), freed.get());
    }

    @Test
    void theOtherStreamHasTheSamePicturesUnderNumbersOfItsOwn() throws Exception {
        try (Tap tap = owner.hub().tap("task", TapOptions.fromKeyFrame("test", 10))) {
            publish(0, true);
            publish(3000, false);
            for (int index = 0; index < 2; index++) {
                AccessUnit unit = tap.poll(LONG);
                assertNotNull(unit);
                assertEquals(index == 0, unit.keyFrame());
                assertEquals(index * 3000L, unit.presentationTime());
                assertEquals(7 + index * 3000L, unit.wallClockMicros());
                assertEquals(ByteBuffer.wrap(new byte[] {(byte) index}), unit.data());
                unit.release();
            }
            assertEquals(1, flowing.get());
        }
    }

    /** A camera that comes back counts its times anew: to those behind the relay that must be a new stream as well. */
    @Test
    void timesThatBeginAnewBeginANewStream() throws Exception {
        publish(900_000, true);
        await("the stream flows", () -> flowing.get() == 1);
        publish(0, true);
        await("it flows again", () -> flowing.get() == 2);
        assertEquals(1, waiting.get());
        await("both pictures came", () -> units("task") == 2);
    }

    @Test
    void nothingIsLeftWhenTheRelayEnds() throws Exception {
        publish(0, true);
        await("the stream flows", () -> units("task") == 1);
        relay.close();
        assertFalse(owner.hub().stream("task").filter(StreamInfo::published).isPresent());
        assertTrue(owner.hub().stream("gate").orElseThrow().taps().isEmpty());
        publish(3000, false);
        assertEquals(1, units("task"));
    }

    @Test
    void settingsAreChecked() {
        RelayDriver driver = new RelayDriver();
        assertEquals(List.of(), driver.check(Map.of("camera", "gate")));
        assertEquals("camera", driver.check(Map.of()).get(0).setting());
        assertEquals("url", driver.check(Map.of("camera", "gate", "url", "x")).get(0).setting());
    }

    private long units(String camera) {
        return owner.hub().stream(camera).map(StreamInfo::units).orElse(0L);
    }

    private void publish(long time, boolean key) {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {(byte) made.getAndIncrement()});
        gate.publish(new AccessUnit(FORMAT, data, time, time, 7 + time, key, false, freed::incrementAndGet));
    }
}
