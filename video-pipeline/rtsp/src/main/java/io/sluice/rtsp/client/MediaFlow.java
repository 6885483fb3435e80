package io.sluice.rtsp.client;

import io.sluice.api.stream.AccessUnit;
import io.sluice.rtsp.client.SessionFault.Kind;
import io.sluice.rtsp.message.Transport;
import io.sluice.rtsp.rtp.MediaTimeline;
import io.sluice.rtsp.rtp.ReceptionStatistics;
import io.sluice.rtsp.rtp.UnsupportedPacketException;
import io.sluice.rtsp.rtp.VideoReceiver;
import io.sluice.rtsp.sdp.VideoTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The packets of a session, over TCP or UDP: hands them to the receiver, reports back, and sees when none come. */
final class MediaFlow implements DatagramPorts.Listener {

    private static final long REPORT_INTERVAL = Duration.ofSeconds(5).toNanos();
    /** Broken packets in a row that are no accident any more. */
    private static final int MOST_BROKEN = 50;
    private static final String NAME = "sluice";

    private final SessionSettings settings;
    private final ControlConnection connection;
    private final VideoReceiver receiver;
    private final Optional<DatagramPorts> ports;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final ByteBuffer report = ByteBuffer.allocateDirect(128);
    private Transport.Pair channels = new Transport.Pair(0, 1);
    private Optional<SessionFault> fault = Optional.empty();
    private int broken;
    private long reported;
    private long playingSince;
    private long pictures;
    private long lastPicture;

    /** @param tcp whether packets come through the connection; else UDP ports are opened */
    MediaFlow(
            Lane lane,
            SessionSettings settings,
            VideoTrack track,
            MediaTimeline timeline,
            ControlConnection connection,
            boolean tcp,
            Consumer<AccessUnit> output)
            throws IOException {
        this.settings = settings;
        this.connection = connection;
        ports = tcp
                ? Optional.empty()
                : Optional.of(DatagramPorts.open(
                        lane, connection.local().getAddress(), connection.remote().getAddress(), this));
        receiver = new VideoReceiver(track, lane.pool(), timeline, !tcp, output);
        playing();
    }

    /** What to ask the server for. */
    Transport offer() throws IOException {
        return ports.isPresent()
                ? Transport.udp(ports.get().ports())
                : Transport.interleaved(channels.rtp(), channels.rtcp());
    }

    /** Packets may come from now on, even before PLAY is answered. */
    void begin(Optional<Transport> answer) throws IOException {
        channels = answer.flatMap(Transport::interleaved).orElse(channels);
        if (ports.isPresent()) {
            ports.get().begin(answer.flatMap(Transport::serverPorts));
        }
    }

    /** The time without pictures counts from now. */
    void playing() {
        playingSince = System.nanoTime();
        lastPicture = playingSince;
        reported = playingSince;
    }

    ReceptionStatistics statistics() {
        return receiver.statistics();
    }

    /** @return why the session cannot go on, if so */
    Optional<SessionFault> interleaved(int channel, ByteBuffer data, int offset, int length) {
        if (channel == channels.rtp()) {
            packet(false, data, offset, length);
        } else if (channel == channels.rtcp()) {
            packet(true, data, offset, length);
        }
        return fault;
    }

    @Override
    public void datagram(boolean rtcp, ByteBuffer data, int offset, int length) {
        // Anybody can send a datagram, so a broken one is no reason to end the session; the tick sees the rest.
        packet(rtcp, data, offset, length);
    }

    /** @return why the session cannot go on, if so */
    Optional<SessionFault> tick(long now) {
        receiver.expire(now);
        ReceptionStatistics counts = receiver.statistics();
        if (counts.pictures() != pictures) {
            pictures = counts.pictures();
            lastPicture = now;
        }
        if (receiver.goodbye()) {
            return Optional.of(new SessionFault(Kind.LOST, "the camera ended the stream"));
        }
        if (now - reported >= REPORT_INTERVAL) {
            reported = now;
            sendReport(now);
        }
        // A server may wait for a key frame before it sends the first picture.
        Duration patience = pictures == 0 ? settings.firstPictureTimeout() : settings.stallTimeout();
        if (now - lastPicture > patience.toNanos()) {
            return Optional.of(new SessionFault(Kind.STALLED, "connected, but no picture came for "
                    + (now - lastPicture) / 100_000_000 / 10.0 + " s"));
        }
        if (counts.units() == 0 && now - playingSince > settings.keyFrameTimeout().toNanos()) {
            return Optional.of(new SessionFault(Kind.NO_KEY_FRAME, "pictures come, but none of " + pictures
                    + " was a key frame with the parameter sets to decode it"));
        }
        return fault;
    }

    void close() {
        ports.ifPresent(DatagramPorts::close);
        receiver.close();
    }

    private void packet(boolean rtcp, ByteBuffer data, int offset, int length) {
        long nanos = System.nanoTime();
        long micros = System.currentTimeMillis() * 1000;
        try {
            boolean good = rtcp
                    ? receiver.rtcp(data, offset, length, nanos, micros)
                    : receiver.rtp(data, offset, length, nanos, micros);
            broken = good ? 0 : broken + 1;
            if (broken >= MOST_BROKEN) {
                fault = Optional.of(new SessionFault(Kind.GARBAGE, broken + " packets in a row were no RTP"));
            }
        } catch (UnsupportedPacketException e) {
            fault = Optional.of(new SessionFault(Kind.UNSUPPORTED_VIDEO, e.getMessage()));
        }
    }

    private void sendReport(long now) {
        receiver.receiverReport(ssrc, now).ifPresent(block -> {
            report.clear().position(4);
            block.write(report, NAME);
            int length = report.position() - 4;
            report.flip();
            if (ports.isPresent()) {
                ports.get().sendRtcp(report.position(4));
                return;
            }
            report.put(0, (byte) '$').put(1, (byte) channels.rtcp()).putShort(2, (short) length);
            connection.send(ByteBuffer.allocate(report.limit()).put(report).flip());
        });
    }
}
