package io.sluice.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.StreamPublisher;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubTest {

    private static final long HISTORY = Duration.ofMinutes(1).toNanos();

    private final Units units = new Units();
    private HubComponent hub = new HubComponent(new RingLimits(HISTORY, 1000, 1 << 20, 1 << 20));

    @AfterEach
    void everyReferenceIsReleased() throws InterruptedException {
        hub.deactivate();
        assertEquals(0, units.live());
    }

    @Test
    void aTapBeginsAtTheKeyFrameOfTheCurrentGroup() {
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        publish(camera, "..k..");
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10));
        publish(camera, ".");
        assertEquals(List.of(3L, 4L, 5L, 6L), Units.drain(tap, first));
        assertEquals(0, tap.missed());
    }

    @Test
    void aTapMayWaitForTheNextKeyFrame() {
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        Tap tap = hub.tap("gate", new TapOptions(
                "viewer", 10, TapOptions.Start.NEXT_KEY_FRAME, OptionalLong.empty(), () -> {}));
        publish(camera, "..k.");
        assertEquals(List.of(3L, 4L), Units.drain(tap, first));
        assertEquals(0, tap.missed());
    }

    @Test
    void aTapThatReturnsContinuesAfterWhatItSaw() {
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        publish(camera, "..k..k.");
        Tap tap = hub.tap("gate", TapOptions.after("recorder", 10, first + 1));
        assertEquals(List.of(2L, 3L, 4L, 5L, 6L, 7L), Units.drain(tap, first));
        assertEquals(0, tap.missed());
    }

    @Test
    void aTapThatIsUpToDateContinuesInMidGroup() {
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        publish(camera, "..");
        Tap tap = hub.tap("gate", TapOptions.after("recorder", 10, first + 2));
        publish(camera, ".");
        assertEquals(List.of(3L), Units.drain(tap, first));
    }

    @Test
    void aTapThatReturnsTooLateBeginsAtTheKeyFrameAndKnowsWhatItMissed() throws InterruptedException {
        hub.deactivate();
        hub = new HubComponent(new RingLimits(0, 1000, 1 << 20, 1 << 20));
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        publish(camera, ".....k..");
        Tap tap = hub.tap("gate", TapOptions.after("recorder", 10, first + 1));
        assertEquals(List.of(6L, 7L, 8L), Units.drain(tap, first));
        assertEquals(4, tap.missed());
    }

    @Test
    void aNumberOfAnEarlierHubIsNotTakenToBeUpToDate() throws InterruptedException {
        StreamPublisher before = hub.publish("gate");
        long last = firstOf(before);
        hub.deactivate();
        hub = new HubComponent(new RingLimits(HISTORY, 1000, 1 << 20, 1 << 20));
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        assertTrue(first >= last);
        publish(camera, ".");
        Tap tap = hub.tap("gate", TapOptions.after("recorder", 10, last - 1));
        assertEquals(List.of(0L, 1L), Units.drain(tap, first));
        assertEquals(0, tap.missed());
    }

    @Test
    void anOverflowSkipsToTheNextKeyFrameAndIsCounted() {
        StreamPublisher camera = hub.publish("gate");
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 3));
        long first = firstOf(camera);
        publish(camera, "....k");
        assertEquals(List.of(0L, 1L, 2L), Units.drain(tap, first));
        publish(camera, "..k.");
        assertEquals(List.of(8L, 9L), Units.drain(tap, first));
        assertEquals(5, tap.missed());
    }

    @Test
    void whatTheRingHeldDoesNotOverflowASmallQueue() {
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        publish(camera, "....");
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 2));
        publish(camera, "..");
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L), Units.drain(tap, first));
        assertEquals(0, tap.missed());
    }

    @Test
    void aTapOutlivesItsPublisherAndSequencesContinue() {
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("recorder", 10));
        StreamPublisher before = hub.publish("gate");
        long first = firstOf(before);
        before.close();
        assertFalse(before.publish(units.delta()));
        StreamPublisher after = hub.publish("gate");
        assertTrue(after.publish(units.delta()), "a unit before the first key frame is taken and dropped");
        publish(after, "k.");
        assertEquals(List.of(0L, 1L, 2L), Units.drain(tap, first));
    }

    @Test
    void aLaterPublisherTakesOver() {
        StreamPublisher before = hub.publish("gate");
        long first = firstOf(before);
        StreamPublisher after = hub.publish("gate");
        assertFalse(before.publish(units.key()));
        before.close();
        publish(after, "k");
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10));
        assertEquals(List.of(1L), Units.drain(tap, first));
    }

    @Test
    void aChangedFormatBeginsWithAKeyFrame() {
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10));
        camera.publish(units.unit(Units.LARGE, false, 10));
        camera.publish(units.unit(Units.LARGE, true, 10));
        assertEquals(List.of(0L, 1L), Units.drain(tap, first));
        assertEquals(Units.LARGE, hub.stream("gate").orElseThrow().format().orElseThrow());
    }

    @Test
    void theRingIsBoundedEvenWithoutKeyFrames() throws InterruptedException {
        hub.deactivate();
        hub = new HubComponent(new RingLimits(HISTORY, 100, 500, 1 << 20));
        StreamPublisher camera = hub.publish("gate");
        long first = firstOf(camera);
        publish(camera, ".".repeat(300));
        assertEquals(50, units.live(), "units of 10 bytes within 500 bytes");
        Tap late = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10));
        publish(camera, ".k");
        assertEquals(List.of(302L), Units.drain(late, first), "without a key frame in the ring it waits for the next");
    }

    @Test
    void allStreamsTogetherKeepHistoryWithinTheirBound() throws InterruptedException {
        hub.deactivate();
        hub = new HubComponent(new RingLimits(HISTORY, 1000, 1 << 20, 100));
        StreamPublisher gate = hub.publish("gate");
        StreamPublisher door = hub.publish("door");
        long first = firstOf(gate);
        publish(gate, "..k..");
        assertEquals(6, units.live(), "60 bytes are within the bound");
        firstOf(door);
        publish(door, ".....");
        publish(gate, ".");
        assertEquals(10, units.live(), "what goes is history, oldest first");
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10));
        assertEquals(List.of(3L, 4L, 5L, 6L), Units.drain(tap, first), "the current group stays");
    }

    @Test
    void aHubThatGoesAwayClosesTapsAndRefusesUnits() throws InterruptedException {
        StreamPublisher camera = hub.publish("gate");
        AtomicInteger told = new AtomicInteger();
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10).onAvailable(told::incrementAndGet));
        firstOf(camera);
        assertEquals(1, told.get());
        hub.deactivate();
        assertEquals(2, told.get(), "the reader learns of the end");
        assertTrue(tap.closed());
        assertNull(tap.poll());
        assertFalse(camera.publish(units.key()));
        assertTrue(hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10)).closed());
        assertFalse(hub.publish("gate").publish(units.key()));
    }

    @Test
    void aFailingReaderDisturbsNobody() {
        StreamPublisher camera = hub.publish("gate");
        Tap bad = hub.tap("gate", TapOptions.fromKeyFrame("bad", 10).onAvailable(() -> {
            throw new IllegalStateException("on purpose");
        }));
        Tap good = hub.tap("gate", TapOptions.fromKeyFrame("good", 10));
        long first = firstOf(camera);
        assertEquals(List.of(0L), Units.drain(good, first));
        bad.close();
    }

    @Test
    void aStreamNobodyUsesIsForgotten() throws InterruptedException {
        hub.deactivate();
        hub = new HubComponent(new RingLimits(0, 1000, 1 << 20, 1 << 20));
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10));
        StreamPublisher camera = hub.publish("gate");
        firstOf(camera);
        camera.close();
        tap.close();
        Deadline.await(() -> hub.streams().isEmpty() && units.live() == 0);
    }

    @Test
    void infoTellsWhoReadsAndWhatCame() {
        StreamPublisher camera = hub.publish("gate");
        firstOf(camera);
        publish(camera, "...");
        Tap tap = hub.tap("gate", TapOptions.fromKeyFrame("viewer", 10));
        StreamInfo info = hub.stream("gate").orElseThrow();
        assertEquals(4, info.units());
        assertEquals(40, info.bytes());
        assertTrue(info.published());
        assertTrue(info.framesPerSecond() > 0 && info.bitsPerSecond() > 0);
        assertEquals(List.of(new StreamInfo.TapInfo("viewer", 4, 0)), info.taps());
        tap.close();
        assertEquals(List.of(), hub.stream("gate").orElseThrow().taps());
    }

    /** Publishes a key frame; its sequence. */
    private long firstOf(StreamPublisher camera) {
        AccessUnit key = units.key();
        assertTrue(camera.publish(key));
        return key.sequence();
    }

    /** Publishes a key frame per 'k', another unit per '.'. */
    private void publish(StreamPublisher camera, String kinds) {
        kinds.chars().forEach(kind -> assertTrue(camera.publish(kind == 'k' ? units.key() : units.delta())));
    }
}
