package io.sluice.rtsp.rtp;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.Codec;
import io.sluice.media.codec.CodedPicture;
import io.sluice.media.codec.LengthPrefixed;
import io.sluice.rtsp.TestClip;
import io.sluice.rtsp.sdp.VideoTrack;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A receiver with a clip's packets to feed it, and the units that come out. */
final class PacketFeed {

    record Unit(List<ByteBuffer> nals, long decode, long presentation, long wall, boolean key, boolean discontinuity) {}

    final TestClip clip;
    final VideoReceiver receiver;
    final List<Unit> units = new ArrayList<>();
    final SlabPool pool = new SlabPool(64 << 20);
    final MediaTimeline timeline = new MediaTimeline();
    long nanos = System.nanoTime();
    long micros = 1_700_000_000_000_000L;
    private final RtpPacketizer packetizer;

    PacketFeed(String name, boolean reordering) {
        clip = TestClip.load(name);
        Codec codec = clip.format().codec();
        packetizer = new RtpPacketizer(codec, 96, 42, 65_500, 100);
        receiver = new VideoReceiver(
                new VideoTrack(codec, 96, 90_000, "", clip.format().parameterSets()), pool, timeline, reordering,
                this::keep);
    }

    /** The packets of a picture of the clip, with the timestamps of a clock that wraps within it. */
    List<ByteBuffer> packets(int picture) {
        CodedPicture coded = clip.pictures().get(picture);
        List<ByteBuffer> packets = new ArrayList<>();
        int timestamp = (int) (0xFFFF_FFFFL - 20_000 + clip.presentationTimes().get(picture));
        packetizer.packets(coded.nals(), timestamp).forEach(packet -> packets.add(copy(packet)));
        return packets;
    }

    void feed(int from, int to) {
        for (int i = from; i < to; i++) {
            packets(i).forEach(this::feed);
            pass(40);
        }
    }

    boolean feed(ByteBuffer packet) {
        return receiver.rtp(packet, packet.position(), packet.remaining(), nanos, micros);
    }

    void pass(long millis) {
        nanos += millis * 1_000_000;
        micros += millis * 1000;
    }

    static ByteBuffer copy(ByteBuffer packet) {
        return ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
    }

    private void keep(AccessUnit unit) {
        ByteBuffer data = copy(unit.data());
        units.add(new Unit(LengthPrefixed.split(data), unit.decodeTime(), unit.presentationTime(),
                unit.wallClockMicros(), unit.keyFrame(), unit.discontinuity()));
        unit.release();
    }
}
