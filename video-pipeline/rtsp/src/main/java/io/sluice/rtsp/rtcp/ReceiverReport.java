package io.sluice.rtsp.rtcp;

import java.nio.ByteBuffer;

/**
 * A receiver report on one source, RFC 3550 section 6.4.2.
 *
 * @param ssrc the receiver
 * @param source reported on
 * @param fractionLost since the last report, in 1/256
 * @param lost in all, 24 bits signed
 * @param highestSequence with its cycles
 * @param jitter in units of the stream's clock
 * @param lastReport middle bits of the last sender report; 0 when none came
 * @param delay since then in 1/65 536 s
 */
public record ReceiverReport(
        int ssrc, int source, int fractionLost, int lost, int highestSequence, int jitter, int lastReport, int delay) {

    /** Appends a compound packet of this report and the source description it must come with. */
    public void write(ByteBuffer out, String canonicalName) {
        out.put((byte) 0x81).put((byte) 201).putShort((short) 7);
        out.putInt(ssrc).putInt(source);
        out.putInt(fractionLost << 24 | lost & 0xFF_FFFF);
        out.putInt(highestSequence).putInt(jitter).putInt(lastReport).putInt(delay);
        SenderReport.writeDescription(out, ssrc, canonicalName);
    }
}
