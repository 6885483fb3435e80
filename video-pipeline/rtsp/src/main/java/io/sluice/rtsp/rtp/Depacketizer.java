package io.sluice.rtsp.rtp;

import io.sluice.api.stream.Codec;
import java.nio.ByteBuffer;

/** Takes NAL units out of RTP payloads. Keeps no state but for the NAL unit under way at its receiver. */
sealed interface Depacketizer permits H264Depacketizer, H265Depacketizer {

    /** Where NAL units go, piece by piece. */
    interface Receiver {
        void beginNal();

        void append(ByteBuffer source, int offset, int length);

        void append(int value);

        /** The NAL unit under way is complete. */
        void endNal();

        /** Whether one is under way. */
        boolean inNal();

        /** Something is missing or wrong: the unit under way is not whole. */
        void damaged();
    }

    /**
     * Reads one payload.
     *
     * @throws UnsupportedPacketException when the sender uses a mode that is not taken here
     */
    void read(ByteBuffer data, int offset, int length, Receiver receiver);

    static Depacketizer of(Codec codec) {
        return codec == Codec.H264 ? new H264Depacketizer() : new H265Depacketizer();
    }

    /** One whole NAL unit. */
    static void single(ByteBuffer data, int offset, int length, Receiver receiver) {
        if (receiver.inNal()) {
            receiver.damaged();
        }
        receiver.beginNal();
        receiver.append(data, offset, length);
        receiver.endNal();
    }

    /** Several, each after its length in 2 bytes. */
    static void aggregate(ByteBuffer data, int offset, int length, Receiver receiver) {
        int at = offset;
        int end = offset + length;
        while (end - at > 2) {
            int size = data.getShort(at) & 0xFFFF;
            at += 2;
            if (size == 0 || size > end - at) {
                receiver.damaged();
                return;
            }
            single(data, at, size, receiver);
            at += size;
        }
    }

    /** Opens a NAL unit, or checks that one is open; false when its beginning was lost. */
    static boolean openFragment(boolean start, Receiver receiver) {
        if (start == receiver.inNal()) {
            // A start within a NAL unit: the end of that one was lost. None open: the start of this one was.
            receiver.damaged();
        }
        if (start) {
            receiver.beginNal();
        }
        return receiver.inNal();
    }
}
