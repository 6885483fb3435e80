package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The packets of one access unit, each framed as RFC 2326 section 10.12 has it: {@code $}, channel 0, length in 2
 * bytes.
 * Shared by many readers, who must not write.
 *
 * @param framed from position to limit
 */
public record RtpPackets(ByteBuffer framed) {

    private static final int FRAME_HEADER = 4;

    /** Each packet without its frame. */
    public void forEach(Consumer<ByteBuffer> use) {
        for (int at = framed.position(); at < framed.limit(); at = next(at)) {
            use.accept(framed.slice(at + FRAME_HEADER, next(at) - at - FRAME_HEADER));
        }
    }

    public int count() {
        int count = 0;
        for (int at = framed.position(); at < framed.limit(); at = next(at)) {
            count++;
        }
        return count;
    }

    /** The same in parts, of about equally many packets each. */
    public List<RtpPackets> split(int parts) {
        int count = count();
        List<RtpPackets> split = new ArrayList<>();
        int from = framed.position();
        int seen = 0;
        for (int at = from; at < framed.limit();) {
            at = next(at);
            seen++;
            if (at == framed.limit() || (long) seen * parts / count > split.size()) {
                split.add(new RtpPackets(framed.slice(from, at - from)));
                from = at;
            }
        }
        return split;
    }

    /** A copy framed for another channel. */
    public RtpPackets forChannel(int channel) {
        ByteBuffer copy = ByteBuffer.allocate(framed.remaining()).put(framed.duplicate()).flip();
        RtpPackets packets = new RtpPackets(copy);
        for (int at = 0; at < copy.limit(); at = packets.next(at)) {
            copy.put(at + 1, (byte) channel);
        }
        return packets;
    }

    private int next(int at) {
        return at + FRAME_HEADER + (framed.getShort(at + 2) & 0xFFFF);
    }
}
