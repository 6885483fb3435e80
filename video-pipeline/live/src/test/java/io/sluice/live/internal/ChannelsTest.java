package io.sluice.live.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    private final Units units = new Units();
    private final ScriptedHub hub = new ScriptedHub();
    private final TextPackaging packaging = new TextPackaging();
    private volatile Optional<ScriptedHub> running = Optional.of(hub);
    private volatile boolean gateIsConfigured = true;
    private final Channels channels = new Channels(
            new LiveLimits(2, 50, 1 << 20),
            () -> running.map(present -> present),
            camera -> camera.equals("gate") && gateIsConfigured,
            packaging);

    @AfterEach
    void close() {
        channels.close();
        hub.stop();
        assertEquals(0, units.held.get(), "access units that were not given back");
        assertTrue(hub.taps.isEmpty(), "a tap was left open");
    }

    @Test
    void allViewersShareOneTapAndOneFragmentAUnit() {
        RecordingLink one = join();
        RecordingLink two = join();
        hub.publish(units.next(true));
        hub.publish(units.next(false));
        awaitLast(one, "delta 3600+3600");
        awaitLast(two, "delta 3600+3600");
        assertEquals(1, hub.taps.size());
        assertEquals(2, packaging.built.get());
    }

    @Test
    void aLateViewerBeginsAtTheLatestKeyFrame() {
        RecordingLink early = join();
        hub.publish(units.next(true));
        hub.publish(units.next(true));
        hub.publish(units.next(false));
        awaitLast(early, "delta 7200+3600");
        RecordingLink late = join();
        awaitLast(late, "delta 7200+3600");
        assertEquals("init 1920x1080", late.received().get(1));
        assertEquals("key 3600+3600", late.received().get(2));
        assertEquals(4, late.received().size());
    }

    @Test
    void nobodyWatchesNobodyTaps() {
        RecordingLink link = new RecordingLink();
        Viewer viewer = channels.join("gate", link).orElseThrow();
        hub.publish(units.next(true));
        awaitLast(link, "key 0+3600");
        channels.leave("gate", viewer);
        assertTrue(hub.taps.isEmpty());
        assertEquals(0, channels.viewers());
        channels.leave("gate", viewer);
        assertEquals(0, channels.viewers());
    }

    @Test
    void tellsOfAnAbsentStreamAndGoesOnWhenItIsBack() {
        hub.publish(units.next(true));
        hub.published(false);
        RecordingLink link = join();
        awaitLast(link, Presence.ABSENT.announcement());
        assertEquals(1, link.received().size(), "what the ring still has is old: " + link.received());
        hub.published(true);
        hub.publish(units.next(Units.HD, true, -900_000));
        awaitLast(link, "key 0+3600");
        assertEquals(Presence.PRESENT.announcement(), link.received().get(1));
        assertTrue(link.received().get(2).contains("\"origin\":" + units.time()), link.received().get(2));
    }

    @Test
    void outlivesTheHub() {
        RecordingLink link = join();
        hub.publish(units.next(true));
        awaitLast(link, "key 0+3600");
        running = Optional.empty();
        hub.stop();
        channels.hubChanged();
        awaitLast(link, Presence.NO_HUB.announcement());
        running = Optional.of(hub);
        channels.hubChanged();
        awaitLast(link, Presence.PRESENT.announcement());
        hub.publish(units.next(true));
        awaitLast(link, "key 0+3600");
    }

    @Test
    void aCameraThatFailsToBePackagedDisturbsNobody() {
        RecordingLink link = join();
        hub.publish(units.next(Units.format(0, 0), true, 3600));
        hub.publish(units.next(true));
        awaitLast(link, "key 0+3600");
    }

    @Test
    void refusesUnknownCamerasAndTooManyViewers() {
        RecordingLink stranger = new RecordingLink();
        assertTrue(channels.join("nowhere", stranger).isEmpty());
        assertEquals(4404, stranger.farewell().code());
        assertTrue(stranger.farewell().reason().contains("nowhere"));
        join();
        join();
        RecordingLink third = new RecordingLink();
        assertTrue(channels.join("gate", third).isEmpty());
        assertEquals(Farewell.FULL, third.farewell());
    }

    @Test
    void saysGoodbyeWhenTheCameraIsRemoved() {
        RecordingLink link = join();
        gateIsConfigured = false;
        hub.published(false);
        Deadline.await(link::received, () -> link.farewell() != null);
        assertEquals(Farewell.unknown("gate"), link.farewell());
    }

    @Test
    void saysGoodbyeWhenItIsStopped() {
        RecordingLink link = join();
        channels.close();
        assertEquals(Farewell.RESTART, link.farewell());
        assertTrue(channels.join("gate", new RecordingLink()).isEmpty());
    }

    @Test
    void aSlowViewerHoldsNoUnits() {
        RecordingLink slow = RecordingLink.held();
        channels.join("gate", slow);
        RecordingLink fast = join();
        for (int index = 0; index < 200; index++) {
            hub.publish(units.next(index % 10 == 0));
        }
        awaitLast(fast, "delta " + 199 * Units.TICK + "+3600");
        hub.publish(units.next(true));
        Deadline.await(units.held::get, () -> units.held.get() == 1);
    }

    private RecordingLink join() {
        RecordingLink link = new RecordingLink();
        assertTrue(channels.join("gate", link).isPresent());
        Deadline.await(() -> "a tap", () -> !hub.taps.isEmpty());
        return link;
    }

    private static void awaitLast(RecordingLink link, String message) {
        Deadline.await(link::received, () -> {
            var received = link.received();
            return !received.isEmpty() && received.get(received.size() - 1).equals(message);
        });
    }
}
