package io.sluice.rtsp.rtp;

import java.nio.ByteBuffer;

/** RFC 7798 without decoding order numbers: single NAL unit packets, AP (section 4.4.2) and FU (section 4.4.3). */
final class H265Depacketizer implements Depacketizer {

    private static final int AGGREGATION = 48;
    private static final int FRAGMENTATION = 49;
    private static final int PACI = 50;

    @Override
    public void read(ByteBuffer data, int offset, int length, Receiver receiver) {
        if (length < 3) {
            receiver.damaged();
            return;
        }
        int first = data.get(offset);
        int type = first >> 1 & 0x3F;
        if (type < AGGREGATION) {
            Depacketizer.single(data, offset, length, receiver);
        } else if (type == FRAGMENTATION) {
            fragment(first, data, offset, length, receiver);
        } else if (type == AGGREGATION) {
            Depacketizer.aggregate(data, offset + 2, length - 2, receiver);
        } else if (type == PACI) {
            throw new UnsupportedPacketException("H.265 PACI packets (type 50)");
        } else {
            receiver.damaged();
        }
    }

    private static void fragment(int first, ByteBuffer data, int offset, int length, Receiver receiver) {
        int header = data.get(offset + 2);
        boolean start = (header & 0x80) != 0;
        if (!Depacketizer.openFragment(start, receiver)) {
            return;
        }
        if (start) {
            receiver.append(first & 0x81 | (header & 0x3F) << 1);
            receiver.append(data.get(offset + 1));
        }
        receiver.append(data, offset + 3, length - 3);
        if ((header & 0x40) != 0) {
            receiver.endNal();
        }
    }
}
