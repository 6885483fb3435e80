package io.sluice.rtsp.rtcp;

import java.nio.ByteBuffer;

/** Walks the packets of a compound, RFC 3550 section 6.1. */
public final class RtcpReader {

    private static final int GOODBYE = 203;
    private static final int SENDER_INFO = 28;

    private RtcpReader() {}

    /** What a receiver listens for. */
    public interface Listener {
        void senderReport(SenderReport report);

        void goodbye(int ssrc);
    }

    /**
     * Reads one compound packet; what is not understood is passed over.
     *
     * @return whether it was well formed to its end
     */
    public static boolean read(ByteBuffer data, int offset, int length, Listener listener) {
        int at = offset;
        int end = offset + length;
        while (end - at >= 4) {
            int size = 4 + 4 * (data.getShort(at + 2) & 0xFFFF);
            if ((data.get(at) & 0xC0) != 0x80 || size > end - at) {
                return false;
            }
            int type = data.get(at + 1) & 0xFF;
            if (type == SenderReport.TYPE && size >= SENDER_INFO) {
                listener.senderReport(new SenderReport(
                        data.getInt(at + 4), data.getLong(at + 8), data.getInt(at + 16),
                        data.getInt(at + 20), data.getInt(at + 24)));
            } else if (type == GOODBYE && size >= 8) {
                listener.goodbye(data.getInt(at + 4));
            }
            at += size;
        }
        return at == end;
    }
}
