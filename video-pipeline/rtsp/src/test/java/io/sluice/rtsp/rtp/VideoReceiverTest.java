package io.sluice.rtsp.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.rtsp.rtcp.NtpTime;
import io.sluice.rtsp.rtcp.ReceiverReport;
import io.sluice.rtsp.rtcp.SenderReport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoReceiverTest {

    @ParameterizedTest
    @ValueSource(strings = {"pyramid.h264", "pyramid.h265"})
    void timestampsAndSequenceNumbersMayWrap(String name) {
        PacketFeed feed = new PacketFeed(name, false);

        feed.feed(0, 50);

        assertWhole(feed, 50);
        assertEquals(0, feed.receiver.statistics().packetsLost());
    }

    @Test
    void pictureWithoutMarkerEndsWhereTheNextBegins() {
        PacketFeed feed = new PacketFeed("pyramid.h264", false);
        for (int i = 0; i < 50; i++) {
            feed.packets(i).forEach(packet -> feed.feed(packet.put(1, (byte) 96)));
        }

        assertWhole(feed, 49);
    }

    @Test
    void markersOnEverySliceAreSeenThrough() {
        PacketFeed feed = new PacketFeed("pyramid.h264", false);
        for (int i = 0; i < 50; i++) {
            List<ByteBuffer> packets = feed.packets(i);
            packets.forEach(packet -> feed.feed(packet.put(1, (byte) (endsNal(packet) ? 0xE0 : 96))));
        }

        // The first pictures teach it; from then on all are whole.
        List<PacketFeed.Unit> late = feed.units.subList(feed.units.size() - 40, feed.units.size());
        assertTrue(late.stream().noneMatch(PacketFeed.Unit::discontinuity));
        assertEquals(feed.clip.pictures().get(40).nals(), late.get(31).nals());
    }

    @Test
    void overtakingPacketsArePutInOrder() {
        PacketFeed feed = new PacketFeed("pyramid.h264", true);
        Random random = new Random(9);
        List<ByteBuffer> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.addAll(feed.packets(i));
        }
        feed.feed(all.get(0));
        for (int i = 1; i < all.size(); i += 8) {
            List<ByteBuffer> group = all.subList(i, Math.min(all.size(), i + 8));
            Collections.shuffle(group, random);
            group.forEach(feed::feed);
            // Some come twice.
            feed.feed(group.get(0));
        }

        assertWhole(feed, 50);
    }

    @Test
    void gapIsWaitedForAndThenGivenUp() {
        PacketFeed feed = new PacketFeed("plain.h264", true);
        feed.feed(0, 3);
        List<ByteBuffer> fourth = feed.packets(3);
        fourth.subList(0, fourth.size() - 1).forEach(feed::feed);
        feed.packets(4).forEach(feed::feed);
        assertEquals(3, feed.units.size(), "the missing packet may still come");

        feed.pass(100);
        feed.receiver.expire(feed.nanos);
        feed.feed(5, 7);

        assertEquals(6, feed.units.size());
        assertTrue(feed.units.get(3).discontinuity());
        assertEquals(feed.clip.pictures().get(4).nals(), feed.units.get(3).nals());
        assertEquals(1, feed.receiver.statistics().packetsLost());
        assertEquals(1, feed.receiver.statistics().unitsDropped());
    }

    @Test
    void eachPacketLostCostsItsPictureOnly() {
        for (int victim = 1; victim < 60; victim++) {
            PacketFeed feed = new PacketFeed("pyramid.h264", false);
            int number = 0;
            for (int i = 0; i < 25; i++) {
                for (ByteBuffer packet : feed.packets(i)) {
                    if (number++ != victim) {
                        feed.feed(packet);
                    }
                }
            }
            // The first picture is the key frame: without it nothing of this part can be decoded.
            boolean begins = !feed.units.isEmpty();
            assertTrue(!begins || feed.units.size() >= 23, "packet " + victim + " cost " + (25 - feed.units.size()));
            for (PacketFeed.Unit unit : feed.units) {
                assertTrue(feed.clip.pictures().stream().anyMatch(picture -> picture.nals().equals(unit.nals())),
                        "a damaged picture after the loss of packet " + victim);
            }
        }
    }

    @Test
    void wallClockFollowsSenderReportsAndNeverFalls() {
        PacketFeed feed = new PacketFeed("plain.h264", false);
        feed.feed(0, 5);
        long offset = feed.units.get(4).wall() - feed.units.get(4).presentation() * 100 / 9;
        report(feed, 5, 3_000_000);
        feed.feed(5, 10);
        assertEquals(3_000_000, wall(feed, 9) - offset, 50_000);

        report(feed, 10, -3_000_000);
        feed.feed(10, 50);

        for (int i = 1; i < 50; i++) {
            assertTrue(feed.units.get(i).wall() >= feed.units.get(i - 1).wall(), "the clock fell at " + i);
        }
        assertTrue(wall(feed, 49) < wall(feed, 9), "it goes back, slowly");
        assertEquals(-3, feed.receiver.statistics().clockAhead().toSeconds());
    }

    @Test
    void cameraWithoutAClockIsNotBelieved() {
        PacketFeed feed = new PacketFeed("plain.h264", false);
        feed.feed(0, 5);
        report(feed, 5, -800_000_000_000L);
        feed.feed(5, 10);

        assertEquals(feed.micros - 40_000, feed.units.get(9).wall(), 1000);
    }

    @Test
    void senderThatBeginsAnewGoesOnInTime() {
        PacketFeed feed = new PacketFeed("plain.h264", false);
        feed.feed(0, 25);
        feed.pass(500);
        for (int i = 25; i < 50; i++) {
            int shift = 123_456_789;
            // Another source, with timestamps and numbers of its own.
            feed.packets(i).forEach(packet -> feed.feed(packet
                    .putInt(4, packet.getInt(4) + shift).putInt(8, 4711)
                    .putShort(2, (short) (packet.getShort(2) + 999))));
            feed.pass(40);
        }

        assertEquals(50, feed.units.size());
        assertTrue(feed.units.get(25).discontinuity());
        assertFalse(feed.units.get(26).discontinuity());
        long gap = feed.units.get(25).presentation() - feed.units.get(24).presentation();
        assertEquals(540 * 90, gap, 9 * 90);
    }

    @Test
    void receiverReportTellsLossAndTheLastSenderReport() {
        PacketFeed feed = new PacketFeed("plain.h264", false);
        feed.feed(0, 2);
        report(feed, 2, 0);
        feed.pass(1000);
        for (int i = 2; i < 12; i++) {
            List<ByteBuffer> packets = feed.packets(i);
            packets.subList(1, packets.size()).forEach(feed::feed);
        }

        ReceiverReport report = feed.receiver.receiverReport(7, feed.nanos).orElseThrow();

        assertEquals(42, report.source());
        assertEquals(10, report.lost());
        assertTrue(report.fractionLost() > 10, "in 1/256: " + report.fractionLost());
        assertEquals(65_536, report.delay());
        assertEquals(feed.receiver.statistics().packets() + 10, report.highestSequence() - 65_500 + 1);
        assertEquals(0, feed.receiver.receiverReport(7, feed.nanos).orElseThrow().fractionLost());
    }

    @Test
    void interleavedModeIsRefusedByName() {
        PacketFeed feed = new PacketFeed("plain.h264", false);
        ByteBuffer packet = feed.packets(0).get(0).put(12, (byte) 25);

        UnsupportedPacketException fault = assertThrows(UnsupportedPacketException.class, () -> feed.feed(packet));
        assertTrue(fault.getMessage().contains("interleaved"), fault.getMessage());
    }

    @Test
    void noiseNeverEscapes() {
        Random random = new Random(11);
        for (String name : List.of("pyramid.h264", "pyramid.h265")) {
            PacketFeed feed = new PacketFeed(name, true);
            for (int i = 0; i < 50; i++) {
                for (ByteBuffer packet : feed.packets(i)) {
                    for (int flips = random.nextInt(4); flips > 0; flips--) {
                        packet.put(random.nextInt(packet.limit()), (byte) random.nextInt(256));
                    }
                    try {
                        feed.feed(packet.limit(random.nextInt(packet.capacity()) + 1));
                    } catch (UnsupportedPacketException refused) {
                        assertFalse(refused.getMessage().isEmpty());
                    }
                }
                feed.pass(40);
                feed.receiver.expire(feed.nanos);
            }
            feed.receiver.close();
            assertEquals(feed.pool.allocated(), feed.pool.unused(), "memory is back");
        }
    }

    private static void assertWhole(PacketFeed feed, int count) {
        assertEquals(count, feed.units.size());
        long base = feed.units.get(0).presentation();
        for (int i = 0; i < count; i++) {
            PacketFeed.Unit unit = feed.units.get(i);
            assertEquals(feed.clip.pictures().get(i).nals(), unit.nals(), "unit " + i);
            assertEquals(feed.clip.presentationTimes().get(i), unit.presentation() - base, "unit " + i);
            assertEquals(feed.clip.decodeTimes().get(i), unit.decode() - base, "unit " + i);
            assertEquals(i == 0, unit.discontinuity(), "unit " + i);
        }
    }

    /** The last packet of a NAL unit: whole, or a fragment with the end bit. */
    private static boolean endsNal(ByteBuffer packet) {
        boolean fragment = (packet.get(12) & 0x1F) == 28;
        return !fragment || (packet.get(13) & 0x40) != 0;
    }

    /** Says that the picture's moment, which is now, is off by so much on the camera's clock. */
    private static void report(PacketFeed feed, int picture, long aheadMicros) {
        int timestamp = (int) (0xFFFF_FFFFL - 20_000 + feed.clip.presentationTimes().get(picture));
        ByteBuffer out = ByteBuffer.allocate(100);
        new SenderReport(42, NtpTime.ofMicros(feed.micros + aheadMicros), timestamp, 0, 0).write(out, "x");
        assertTrue(feed.receiver.rtcp(out, 0, out.position(), feed.nanos, feed.micros));
    }

    private static long wall(PacketFeed feed, int unit) {
        return feed.units.get(unit).wall() - feed.units.get(unit).presentation() * 100 / 9;
    }
}
