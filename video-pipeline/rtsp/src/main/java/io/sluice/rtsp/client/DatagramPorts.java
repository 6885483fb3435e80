package io.sluice.rtsp.client;

import io.sluice.rtsp.message.Transport;
import io.sluice.rtsp.net.NioLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/** A pair of UDP ports, even for RTP and the next for RTCP, that takes packets from one server only. */
final class DatagramPorts {

    /** Called on the lane's thread; the bytes count only until it returns. */
    interface Listener {
        void datagram(boolean rtcp, ByteBuffer data, int offset, int length);
    }

    private static final int TRIES = 50;
    private static final int RECEIVE_BUFFER = 2 * 1024 * 1024;
    /** Packets taken from a socket before others get their turn. */
    private static final int BURST = 256;

    private final Lane lane;
    private final Listener listener;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final InetAddress server;

    private DatagramPorts(
            Lane lane, Listener listener, DatagramChannel rtp, DatagramChannel rtcp, InetAddress server) {
        this.lane = lane;
        this.listener = listener;
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.server = server;
    }

    /**
     * Opens a pair.
     *
     * @param local address of the interface that faces the server
     * @param server address packets must come from
     */
    static DatagramPorts open(Lane lane, InetAddress local, InetAddress server, Listener listener) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            DatagramChannel rtp = DatagramChannel.open().bind(new InetSocketAddress(local, 0));
            int port = ((InetSocketAddress) rtp.getLocalAddress()).getPort();
            if (port % 2 == 0 && port < 65535) {
                DatagramChannel rtcp = DatagramChannel.open();
                try {
                    rtcp.bind(new InetSocketAddress(local, port + 1));
                    rtp.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
                    return new DatagramPorts(lane, listener, rtp, rtcp, server);
                } catch (BindException taken) {
                    NioLoop.closeQuietly(rtcp);
                }
            }
            NioLoop.closeQuietly(rtp);
        }
        throw new IOException("no pair of UDP ports is free");
    }

    Transport.Pair ports() throws IOException {
        int port = ((InetSocketAddress) rtp.getLocalAddress()).getPort();
        return new Transport.Pair(port, port + 1);
    }

    /** Begins to read. With the server's ports known, the system itself refuses packets from anywhere else. */
    void begin(Optional<Transport.Pair> theirs) throws IOException {
        if (theirs.isPresent() && theirs.get().rtp() > 0) {
            rtp.connect(new InetSocketAddress(server, theirs.get().rtp()));
            rtcp.connect(new InetSocketAddress(server, theirs.get().rtcp()));
        }
        lane.loop().register(rtp, SelectionKey.OP_READ, key -> read(rtp, false));
        lane.loop().register(rtcp, SelectionKey.OP_READ, key -> read(rtcp, true));
    }

    void sendRtcp(ByteBuffer packet) {
        if (rtcp.isConnected()) {
            try {
                rtcp.write(packet);
            } catch (IOException e) {
                // A report that does not get through is replaced by the next.
                return;
            }
        }
    }

    void close() {
        NioLoop.closeQuietly(rtp);
        NioLoop.closeQuietly(rtcp);
    }

    private void read(DatagramChannel channel, boolean control) {
        for (int i = 0; i < BURST && channel.isOpen(); i++) {
            ByteBuffer in = lane.readBuffer().clear();
            try {
                if (channel.isConnected() ? channel.read(in) <= 0 : !receive(channel, in)) {
                    return;
                }
            } catch (IOException e) {
                // A refusal by the server's host: the RTSP connection will tell, or the stall.
                return;
            }
            in.flip();
            listener.datagram(control, in, 0, in.limit());
        }
    }

    /** @return whether a packet was read; one from a stranger counts, but is emptied */
    private boolean receive(DatagramChannel channel, ByteBuffer in) throws IOException {
        InetSocketAddress from = (InetSocketAddress) channel.receive(in);
        if (from == null) {
            return false;
        }
        if (from.getAddress().equals(server)) {
            channel.connect(from);
        } else {
            in.clear();
        }
        return true;
    }
}
