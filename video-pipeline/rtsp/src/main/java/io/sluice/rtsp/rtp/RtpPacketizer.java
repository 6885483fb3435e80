package io.sluice.rtsp.rtp;

import io.sluice.api.stream.Codec;
import io.sluice.media.codec.Nal;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Splits access units into RTP packets: single NAL unit packets and fragments (FU-A of RFC 6184, FU of RFC 7798).
 * Counts
 * sequence numbers on; used by one thread at a time.
 */
public final class RtpPacketizer {

    private static final int FRAME_HEADER = 4;
    private static final int FU_A = 28;
    private static final int FU = 49;

    private final Codec codec;
    private final int payloadType;
    private final int ssrc;
    private final int largestPayload;
    private int sequence;

    /** @param largestPayload bytes in a packet behind its RTP header */
    public RtpPacketizer(Codec codec, int payloadType, int ssrc, int firstSequence, int largestPayload) {
        this.codec = codec;
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.sequence = firstSequence;
        this.largestPayload = largestPayload;
    }

    /**
     * The packets of one access unit, each framed for channel 0 of an RTSP connection; the last has the marker.
     *
     * @param nals without start codes or lengths; not moved
     */
    public RtpPackets packets(List<ByteBuffer> nals, int timestamp) {
        int room = nals.stream().mapToInt(nal -> packetCount(nal) * overhead() + nal.remaining()).sum();
        ByteBuffer out = ByteBuffer.allocate(room);
        for (int i = 0; i < nals.size(); i++) {
            boolean last = i == nals.size() - 1;
            ByteBuffer nal = nals.get(i).duplicate();
            if (nal.remaining() <= largestPayload) {
                header(out, nal.remaining(), last, timestamp);
                out.put(nal);
            } else {
                fragment(nal, last, timestamp, out);
            }
        }
        return new RtpPackets(out.flip());
    }

    private int overhead() {
        return FRAME_HEADER + RtpHeader.FIXED_SIZE + fragmentHeader();
    }

    private int fragmentHeader() {
        return Nal.headerSize(codec) + 1;
    }

    private int packetCount(ByteBuffer nal) {
        return nal.remaining() / (largestPayload - fragmentHeader()) + 1;
    }

    private void fragment(ByteBuffer nal, boolean lastNal, int timestamp, ByteBuffer out) {
        int first = nal.get();
        int second = codec == Codec.H265 ? nal.get() : 0;
        int start = 0x80;
        while (nal.hasRemaining()) {
            int size = Math.min(nal.remaining(), largestPayload - fragmentHeader());
            boolean end = size == nal.remaining();
            header(out, fragmentHeader() + size, lastNal && end, timestamp);
            int flags = start | (end ? 0x40 : 0);
            if (codec == Codec.H264) {
                out.put((byte) (first & 0xE0 | FU_A)).put((byte) (flags | first & 0x1F));
            } else {
                out.put((byte) (first & 0x81 | FU << 1)).put((byte) second).put((byte) (flags | first >> 1 & 0x3F));
            }
            out.put(nal.slice(nal.position(), size));
            nal.position(nal.position() + size);
            start = 0;
        }
    }

    private void header(ByteBuffer out, int payload, boolean marker, int timestamp) {
        out.put((byte) '$').put((byte) 0).putShort((short) (RtpHeader.FIXED_SIZE + payload));
        out.put((byte) 0x80).put((byte) ((marker ? 0x80 : 0) | payloadType)).putShort((short) sequence++);
        out.putInt(timestamp).putInt(ssrc);
    }
}
