package io.sluice.rtsp.server;

import io.sluice.api.stream.StreamFormat;
import io.sluice.media.codec.NalKind;
import io.sluice.media.codec.Nal;
import io.sluice.rtsp.net.NioLoop;
import io.sluice.rtsp.rtcp.NtpTime;
import io.sluice.rtsp.rtcp.SenderReport;
import io.sluice.rtsp.rtp.RtpPacketizer;
import io.sluice.rtsp.rtp.RtpPackets;
import io.sluice.rtsp.sdp.VideoTrack;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One stream of a server. Fed by one thread at a time, whichever. Clients join at a key frame, before which parameter
 * sets
 * are sent in band.
 */
public final class ServedStream {

    static final int PAYLOAD_TYPE = 96;

    private static final long REPORT_INTERVAL = Duration.ofSeconds(4).toNanos();
    private static final String NAME = "sluice";
    private static final Duration STEP = Duration.ofMillis(1);

    /** Where a client takes packets; on the server's thread. */
    interface Outlet {
        /** @param key whether a client can begin here; first or further part of its unit */
        void media(RtpPackets packets, boolean key, boolean firstPart);

        void control(ByteBuffer report);

        void disconnect();
    }

    private record Part(RtpPackets packets, boolean key, boolean first) {}

    private final NioLoop loop;
    private final String name;
    private final RtpPacketizer packetizer;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final int timestampOffset = ThreadLocalRandom.current().nextInt();
    private final Set<Outlet> outlets = new LinkedHashSet<>();
    private final List<Part> waiting = new ArrayList<>();
    private volatile StreamFormat format;
    private volatile int clients;
    private int lastTimestamp;
    private long lastMicros;
    private int packets;
    private int octets;
    private long reported;

    ServedStream(NioLoop loop, String name, StreamFormat format, int largestPayload) {
        this.loop = loop;
        this.name = name;
        this.format = format;
        int firstSequence = ThreadLocalRandom.current().nextInt(0x10000);
        packetizer = new RtpPacketizer(format.codec(), PAYLOAD_TYPE, ssrc, firstSequence, largestPayload);
    }

    public String name() {
        return name;
    }

    /** Clients playing now. */
    public int clients() {
        return clients;
    }

    /** Another format, in force from the next key frame; of the same codec. */
    public void format(StreamFormat next) {
        if (next.codec() != format.codec()) {
            throw new IllegalArgumentException("a stream of " + format.codec() + " cannot become " + next.codec());
        }
        format = next;
    }

    /** Sends a unit at once; see {@link #send(List, long, long, boolean, Duration)}. */
    public void send(List<ByteBuffer> nals, long presentationTime, long wallClockMicros, boolean keyFrame) {
        send(nals, presentationTime, wallClockMicros, keyFrame, Duration.ZERO);
    }

    /**
     * Sends an access unit to all clients. Never blocks; the bytes are copied before it returns.
     *
     * @param nals without parameter sets, start codes or lengths
     * @param presentationTime in 1/90 000 s
     * @param wallClockMicros when the picture was taken, since 1970
     * @param keyFrame whether decoding can begin here
     * @param spread time over which the packets are sent, as cameras do
     */
    public void send(
            List<ByteBuffer> nals, long presentationTime, long wallClockMicros, boolean keyFrame, Duration spread) {
        List<ByteBuffer> all = new ArrayList<>();
        if (keyFrame) {
            all.addAll(format.parameterSets());
        }
        nals.stream().filter(nal -> Nal.kind(format.codec(), nal) != NalKind.DELIMITER).forEach(all::add);
        int timestamp = (int) presentationTime + timestampOffset;
        RtpPackets unit = packetizer.packets(all, timestamp);
        loop.execute(() -> {
            lastTimestamp = timestamp;
            lastMicros = wallClockMicros;
            begin(unit, keyFrame, spread);
        });
    }

    String describe() {
        return "v=0\r\no=- " + (ssrc & 0xFFFFFFFFL) + " 1 IN IP4 127.0.0.1\r\ns=" + name
                + "\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n" + VideoTrack.describe(format, PAYLOAD_TYPE);
    }

    void join(Outlet outlet) {
        outlets.add(outlet);
        clients = outlets.size();
        if (lastMicros != 0) {
            report(outlet);
        }
    }

    void leave(Outlet outlet) {
        outlets.remove(outlet);
        clients = outlets.size();
    }

    void disconnectAll() {
        new ArrayList<>(outlets).forEach(Outlet::disconnect);
    }

    void tick(long now) {
        if (lastMicros != 0 && now - reported > REPORT_INTERVAL) {
            reported = now;
            outlets.forEach(this::report);
        }
    }

    private void begin(RtpPackets unit, boolean key, Duration spread) {
        // What is left of the unit before must not come behind this one.
        waiting.forEach(this::give);
        waiting.clear();
        int steps = (int) Math.max(1, spread.dividedBy(STEP));
        List<RtpPackets> parts = steps == 1 ? List.of(unit) : unit.split(steps);
        for (int i = 0; i < parts.size(); i++) {
            waiting.add(new Part(parts.get(i), key, i == 0));
        }
        giveNext(parts.get(0), spread.dividedBy(parts.size()));
    }

    private void giveNext(RtpPackets expected, Duration interval) {
        // A newer unit may have flushed this one; its own steps go on then.
        if (waiting.isEmpty() || waiting.get(0).packets() != expected) {
            return;
        }
        give(waiting.remove(0));
        if (!waiting.isEmpty()) {
            RtpPackets next = waiting.get(0).packets();
            loop.after(interval, () -> giveNext(next, interval));
        }
    }

    private void give(Part part) {
        packets += part.packets().count();
        octets += part.packets().framed().remaining();
        for (Outlet outlet : List.copyOf(outlets)) {
            outlet.media(part.packets(), part.key(), part.first());
        }
    }

    /** The moment is now, on both clocks. */
    private void report(Outlet outlet) {
        long micros = System.currentTimeMillis() * 1000;
        int timestamp = lastTimestamp + (int) ((micros - lastMicros) * 9 / 100);
        ByteBuffer report = ByteBuffer.allocate(128);
        new SenderReport(ssrc, NtpTime.ofMicros(micros), timestamp, packets, octets).write(report, NAME);
        outlet.control(report.flip());
    }
}
