package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;

/**
 * A view of the header of one packet, RFC 3550 section 5.1; reused from packet to packet so that none costs an object.
 */
final class RtpHeader {

    static final int FIXED_SIZE = 12;

    boolean marker;
    int payloadType;
    int sequence;
    int timestamp;
    int ssrc;
    int payloadOffset;
    int payloadLength;

    /** @return whether this is a packet of RTP version 2 whose parts lie within its length */
    boolean read(ByteBuffer data, int offset, int length) {
        if (length < FIXED_SIZE) {
            return false;
        }
        int first = data.get(offset);
        if ((first & 0xC0) != 0x80) {
            return false;
        }
        int second = data.get(offset + 1);
        marker = (second & 0x80) != 0;
        payloadType = second & 0x7F;
        sequence = data.getShort(offset + 2) & 0xFFFF;
        timestamp = data.getInt(offset + 4);
        ssrc = data.getInt(offset + 8);
        int header = FIXED_SIZE + 4 * (first & 0x0F);
        if ((first & 0x10) != 0) {
            if (header + 4 > length) {
                return false;
            }
            header += 4 + 4 * (data.getShort(offset + header + 2) & 0xFFFF);
        }
        int padding = (first & 0x20) != 0 ? data.get(offset + length - 1) & 0xFF : 0;
        payloadOffset = offset + header;
        payloadLength = length - header - padding;
        return payloadLength >= 0;
    }
}
