package io.sluice.rtsp.server;

import io.sluice.rtsp.message.Transport;
import io.sluice.rtsp.net.NioLoop;
import io.sluice.rtsp.rtp.RtpPackets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;

/** Packets in datagrams, from a pair of ports for one client. */
final class UdpOutlet implements ServedStream.Outlet {

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final Runnable disconnect;
    private final ByteBuffer received = ByteBuffer.allocate(2048);
    private long lastSign = System.nanoTime();
    private boolean waitsForKey = true;

    UdpOutlet(NioLoop loop, InetAddress local, InetAddress client, Transport.Pair ports, Runnable disconnect)
            throws IOException {
        this.disconnect = disconnect;
        rtp = DatagramChannel.open();
        rtcp = DatagramChannel.open();
        try {
            rtp.bind(new InetSocketAddress(local, 0)).connect(new InetSocketAddress(client, ports.rtp()));
            rtp.configureBlocking(false);
            rtcp.bind(new InetSocketAddress(local, 0)).connect(new InetSocketAddress(client, ports.rtcp()));
            loop.register(rtcp, SelectionKey.OP_READ, key -> read());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    Transport.Pair ports() throws IOException {
        return new Transport.Pair(
                ((InetSocketAddress) rtp.getLocalAddress()).getPort(),
                ((InetSocketAddress) rtcp.getLocalAddress()).getPort());
    }

    /** When the client's last report came, by {@link System#nanoTime()}. */
    long lastSign() {
        return lastSign;
    }

    @Override
    public void media(RtpPackets packets, boolean key, boolean firstPart) {
        waitsForKey &= !(key && firstPart);
        if (!waitsForKey) {
            packets.forEach(packet -> send(rtp, packet));
        }
    }

    @Override
    public void control(ByteBuffer report) {
        send(rtcp, report);
    }

    @Override
    public void disconnect() {
        disconnect.run();
    }

    void close() {
        NioLoop.closeQuietly(rtp);
        NioLoop.closeQuietly(rtcp);
    }

    /** What the system does not take is lost on the way, like any datagram. */
    private static void send(DatagramChannel channel, ByteBuffer packet) {
        try {
            channel.write(packet);
        } catch (IOException unreachable) {
            // The connection tells when the client is gone.
            return;
        }
    }

    private void read() {
        try {
            while (rtcp.read(received.clear()) > 0) {
                lastSign = System.nanoTime();
            }
        } catch (IOException unreachable) {
            // As above.
            return;
        }
    }
}
