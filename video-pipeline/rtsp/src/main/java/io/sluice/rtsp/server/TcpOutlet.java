package io.sluice.rtsp.server;

import io.sluice.rtsp.message.Transport;
import io.sluice.rtsp.rtp.RtpPackets;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Packets interleaved with the connection. A client that reads too slowly skips to the next key frame. */
final class TcpOutlet implements ServedStream.Outlet {

    private final SendQueue queue;
    private final Transport.Pair channels;
    private final Runnable disconnect;
    private boolean waitsForKey = true;

    TcpOutlet(SendQueue queue, Transport.Pair channels, Runnable disconnect) {
        this.queue = queue;
        this.channels = channels;
        this.disconnect = disconnect;
    }

    @Override
    public void media(RtpPackets packets, boolean key, boolean firstPart) {
        waitsForKey &= !(key && firstPart);
        if (waitsForKey) {
            return;
        }
        RtpPackets framed = channels.rtp() == 0 ? packets : packets.forChannel(channels.rtp());
        try {
            waitsForKey = !queue.media(framed.framed().duplicate());
        } catch (IOException gone) {
            disconnect.run();
        }
    }

    @Override
    public void control(ByteBuffer report) {
        ByteBuffer framed = ByteBuffer.allocate(4 + report.remaining());
        framed.put((byte) '$').put((byte) channels.rtcp()).putShort((short) report.remaining()).put(report);
        try {
            queue.message(framed.flip());
        } catch (IOException gone) {
            disconnect.run();
        }
    }

    @Override
    public void disconnect() {
        disconnect.run();
    }
}
