package io.sluice.rtsp.rtcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A sender report, RFC 3550 section 6.4.1, without reception blocks.
 *
 * @param ssrc the sender
 * @param ntp wall clock of the report, see {@link NtpTime}
 * @param rtpTimestamp the same moment on the stream's clock
 * @param packets sent so far
 * @param octets of payload sent so far
 */
public record SenderReport(int ssrc, long ntp, int rtpTimestamp, int packets, int octets) {

    static final int TYPE = 200;

    /** Appends a compound packet of this report and the source description it must come with. */
    public void write(ByteBuffer out, String canonicalName) {
        out.put((byte) 0x80).put((byte) TYPE).putShort((short) 6);
        out.putInt(ssrc).putLong(ntp).putInt(rtpTimestamp).putInt(packets).putInt(octets);
        writeDescription(out, ssrc, canonicalName);
    }

    static void writeDescription(ByteBuffer out, int ssrc, String canonicalName) {
        byte[] name = canonicalName.getBytes(StandardCharsets.US_ASCII);
        // SSRC, item type and length, name, at least one zero to end the list, filled up to whole words.
        int words = (4 + 2 + name.length) / 4 + 1;
        out.put((byte) 0x81).put((byte) 202).putShort((short) words);
        int end = out.position() + 4 * words;
        out.putInt(ssrc).put((byte) 1).put((byte) name.length).put(name);
        while (out.position() < end) {
            out.put((byte) 0);
        }
    }
}
