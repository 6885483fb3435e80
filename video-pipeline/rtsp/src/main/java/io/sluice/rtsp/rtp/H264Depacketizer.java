package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;

/** RFC 6184: single NAL unit packets, STAP-A (section 5.7.1) and FU-A (section 5.8). */
final class H264Depacketizer implements Depacketizer {

    private static final int STAP_A = 24;
    private static final int STAP_B = 25;
    private static final int FU_A = 28;
    private static final int FU_B = 29;

    @Override
    public void read(ByteBuffer data, int offset, int length, Receiver receiver) {
        if (length < 1) {
            return;
        }
        int first = data.get(offset) & 0xFF;
        int type = first & 0x1F;
        if (type > 0 && type < STAP_A) {
            Depacketizer.single(data, offset, length, receiver);
        } else if (type == FU_A) {
            fragment(first, data, offset, length, receiver);
        } else if (type == STAP_A) {
            Depacketizer.aggregate(data, offset + 1, length - 1, receiver);
        } else if (type >= STAP_B && type <= FU_B) {
            throw new UnsupportedPacketException(
                    "H.264 packets of type " + type + ", which belong to the interleaved packetization mode");
        } else {
            receiver.damaged();
        }
    }

    private static void fragment(int indicator, ByteBuffer data, int offset, int length, Receiver receiver) {
        if (length < 2) {
            receiver.damaged();
            return;
        }
        int header = data.get(offset + 1);
        boolean start = (header & 0x80) != 0;
        if (!Depacketizer.openFragment(start, receiver)) {
            return;
        }
        if (start) {
            receiver.append(indicator & 0xE0 | header & 0x1F);
        }
        receiver.append(data, offset + 2, length - 2);
        if ((header & 0x40) != 0) {
            receiver.endNal();
        }
    }
}
