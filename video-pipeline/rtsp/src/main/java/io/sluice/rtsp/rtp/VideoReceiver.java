package io.sluice.rtsp.rtp;

import io.sluice.api.stream.AccessUnit;
import io.sluice.rtsp.rtcp.NtpTime;
import io.sluice.rtsp.rtcp.ReceiverReport;
import io.sluice.rtsp.rtcp.RtcpReader;
import io.sluice.rtsp.rtcp.SenderReport;
import io.sluice.rtsp.sdp.VideoTrack;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From RTP and RTCP packets of one video stream to access units. Sees losses by the sequence numbers. Used by one
 * thread.
 */
public final class VideoReceiver implements RtcpReader.Listener {

    /** Packets overtake each other within milliseconds; what is later than this is lost. */
    private static final Duration REORDER_PATIENCE = Duration.ofMillis(60);
    /** A step back by less than this is a packet that came twice; by more, the sender began anew. */
    private static final int OLD = 1000;

    private final VideoTrack track;
    private final Depacketizer depacketizer;
    private final UnitAssembler assembler;
    private final MediaTimeline timeline;
    private final Optional<ReorderWindow> window;
    private final Reception reception = new Reception();
    private final RtpHeader header = new RtpHeader();

    private boolean begun;
    private int ssrc;
    private int expected;
    private int timestamp;
    private long ticks;
    /** False once the sender was seen to set the marker within a picture. */
    private boolean markerEnds = true;
    /** Whether the unit under way has the timestamp of one that a marker ended. */
    private boolean ended;
    private long packets;
    private long lost;
    private long nowMicros;
    private long nowNanos;
    private Optional<SenderReport> report = Optional.empty();
    private long reportNanos;
    private boolean reportWaits;
    private boolean goodbye;

    /**
     * @param reordering whether packets can overtake each other: over UDP
     * @param output gets the units with their reference, on the calling thread
     */
    public VideoReceiver(
            VideoTrack track,
            SlabPool pool,
            MediaTimeline timeline,
            boolean reordering,
            Consumer<AccessUnit> output) {
        this.track = track;
        this.timeline = timeline;
        depacketizer = Depacketizer.of(track.codec());
        assembler = new UnitAssembler(track.codec(), track.parameterSets(), pool, timeline, output);
        window = reordering
                ? Optional.of(new ReorderWindow(REORDER_PATIENCE.toNanos(), this::inOrder))
                : Optional.empty();
        timeline.restart();
        assembler.interrupted();
    }

    /**
     * Takes an RTP packet.
     *
     * @param nanos now by {@link System#nanoTime()}
     * @param micros now since 1970
     * @return false when this is no RTP packet of the stream
     * @throws UnsupportedPacketException when the sender uses what is not taken here
     */
    public boolean rtp(ByteBuffer data, int offset, int length, long nanos, long micros) {
        if (!header.read(data, offset, length)) {
            return false;
        }
        if (header.payloadType != track.payloadType()) {
            return true;
        }
        nowMicros = micros;
        packets++;
        if (window.isPresent()) {
            window.get().packet(header.sequence, data, offset, length, nanos);
        } else {
            accept(data, nanos);
        }
        return true;
    }

    /** Takes a compound RTCP packet; false when it is none. */
    public boolean rtcp(ByteBuffer data, int offset, int length, long nanos, long micros) {
        nowNanos = nanos;
        nowMicros = micros;
        return RtcpReader.read(data, offset, length, this);
    }

    /** To be called now and then: gives up on packets that are overdue. */
    public void expire(long nanos) {
        window.ifPresent(kept -> kept.expire(nanos));
    }

    /** Whether the sender has said that it ends. */
    public boolean goodbye() {
        return goodbye;
    }

    /** A report to send; empty before the first packet. */
    public Optional<ReceiverReport> receiverReport(int receiver, long nanos) {
        if (!begun) {
            return Optional.empty();
        }
        int last = report.map(known -> NtpTime.middle(known.ntp())).orElse(0);
        int delay = report.isPresent() ? (int) ((nanos - reportNanos) / 1000 * 65_536 / 1_000_000) : 0;
        return Optional.of(reception.report(receiver, ssrc, last, delay));
    }

    public ReceptionStatistics statistics() {
        return new ReceptionStatistics(
                packets, lost, assembler.pictures(), assembler.units(), assembler.dropped(),
                Duration.of(timeline.wallClock().cameraAhead(), ChronoUnit.MICROS));
    }

    /** Gives memory back; units given out keep theirs. */
    public void close() {
        assembler.close();
    }

    @Override
    public void senderReport(SenderReport received) {
        if (begun && received.ssrc() != ssrc) {
            return;
        }
        report = Optional.of(received);
        reportNanos = nowNanos;
        reportWaits = !begun;
        if (begun) {
            useReport(received);
        }
    }

    @Override
    public void goodbye(int source) {
        if (begun && source == ssrc) {
            assembler.finish();
            assembler.interrupted();
            goodbye = true;
        }
    }

    private void inOrder(ByteBuffer data, int offset, int length, long nanos) {
        if (header.read(data, offset, length)) {
            accept(data, nanos);
        }
    }

    /** The packet that {@link #header} describes. */
    private void accept(ByteBuffer data, long nanos) {
        boolean gap = false;
        if (!begun || header.ssrc != ssrc) {
            beginSource();
        } else {
            int step = (short) (header.sequence - expected);
            if (step < 0 && step > -OLD) {
                return;
            }
            if (step != 0) {
                gap = true;
                lost += Math.max(1, step);
                assembler.lost();
            }
        }
        expected = header.sequence + 1 & 0xFFFF;
        reception.packet(header.sequence, header.timestamp, clock(nanos));
        boolean again = placeInUnit(gap, nanos);
        depacketizer.read(data, header.payloadOffset, header.payloadLength, assembler);
        if (again && assembler.headMissing()) {
            // The picture was taken for ended by a marker, and goes on.
            markerEnds = false;
        }
        // Some senders set the marker behind parameter sets too: no picture ends there.
        if (header.marker && markerEnds && assembler.sliced()) {
            assembler.finish();
        }
    }

    private void beginSource() {
        if (begun) {
            assembler.finish();
            assembler.interrupted();
            timeline.restart();
        }
        begun = true;
        ssrc = header.ssrc;
        timestamp = header.timestamp;
        ticks = 0;
        reception.start(header.sequence);
    }

    /** @return whether a unit of the same timestamp was taken for ended before */
    private boolean placeInUnit(boolean gap, long nanos) {
        boolean same = header.timestamp == timestamp;
        if (same && assembler.open()) {
            return ended;
        }
        assembler.finish();
        ticks += header.timestamp - timestamp;
        timestamp = header.timestamp;
        long scaled = track.clockRate() == AccessUnit.TICKS_PER_SECOND
                ? ticks
                : ticks * AccessUnit.TICKS_PER_SECOND / track.clockRate();
        if (timeline.jumps(scaled, nanos)) {
            assembler.interrupted();
            timeline.restart();
        }
        long time = timeline.map(scaled, nanos);
        if (reportWaits) {
            reportWaits = false;
            report.filter(kept -> kept.ssrc() == ssrc).ifPresent(this::useReport);
        }
        ended = same && !gap && assembler.pictures() > 0;
        assembler.begin(time, nowMicros, gap || same);
        return ended;
    }

    private void useReport(SenderReport received) {
        long at = ticks + (received.rtpTimestamp() - timestamp);
        long time = timeline.timeOf(at * AccessUnit.TICKS_PER_SECOND / track.clockRate());
        timeline.wallClock().report(MediaTimeline.microsOf(time), NtpTime.toMicros(received.ntp()), nowMicros);
    }

    private int clock(long nanos) {
        return (int) (nanos / 1000 * track.clockRate() / 1_000_000);
    }
}
