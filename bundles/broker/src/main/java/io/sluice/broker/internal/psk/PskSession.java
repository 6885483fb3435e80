package io.sluice.broker.internal.psk;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.bouncycastle.tls.TlsServerProtocol;

/**
 * One device: its handshake, its CONNECT with the user it is bound to, then bytes both ways. Reads from one side only while the
 * other keeps up. All on the thread of {@link PskPort}.
 */
final class PskSession {

    /** What may wait for one side. */
    private static final int WAITING = 256 * 1024;

    private final SocketChannel client;
    private final SocketAddress broker;
    private final Selector selector;
    private final PskServer server;
    private final TlsServerProtocol tls = new TlsServerProtocol();
    private final SelectionKey key;
    private final ByteBuffer buffer;
    private Optional<SocketChannel> up = Optional.empty();
    private SelectionKey upKey;
    private ByteBuffer first = ByteBuffer.allocate(0);
    private ByteBuffer toBroker = ByteBuffer.allocate(0);
    private ByteBuffer toClient = ByteBuffer.allocate(0);
    private boolean ending;

    /** @param buffer for reading, shared by all sessions of the thread */
    PskSession(SocketChannel client, SocketAddress broker, Selector selector, PskServer server, ByteBuffer buffer)
            throws IOException {
        this.client = client;
        this.broker = broker;
        this.selector = selector;
        this.server = server;
        this.buffer = buffer;
        client.configureBlocking(false);
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        tls.accept(server);
        key = client.register(selector, SelectionKey.OP_READ, this);
    }

    /** Whether it has said who it is, and the broker is told. */
    boolean isIn() {
        return up.isPresent();
    }

    boolean isHandshaking() {
        return tls.isHandshaking();
    }

    /** True once both sides have all that is to come. */
    boolean isOver() {
        return ending && !toClient.hasRemaining();
    }

    /** @throws IOException when the session is to end; what the device is to hear of it still waits to be flushed */
    void ready(SelectionKey at) throws IOException {
        if (at == key) {
            if (at.isReadable()) {
                fromClient();
            }
        } else {
            if (at.isConnectable()) {
                up.orElseThrow().finishConnect();
            }
            if (at.isReadable()) {
                fromBroker();
            }
        }
        flush();
    }

    /** Tells the device in the way of TLS, then lets go. */
    void close() {
        try {
            tls.close();
            takeOutput();
            client.write(toClient);
        } catch (IOException gone) {
            // Nobody to tell.
        }
        shut(client);
        up.ifPresent(PskSession::shut);
    }

    private void fromClient() throws IOException {
        buffer.clear();
        int read = client.read(buffer);
        if (read < 0) {
            throw new IOException("it hung up");
        }
        try {
            tls.offerInput(buffer.array(), 0, read);
        } finally {
            takeOutput();
        }
        int clear = tls.getAvailableInputBytes();
        if (clear > 0) {
            byte[] bytes = new byte[clear];
            tls.readInput(bytes, 0, clear);
            if (up.isPresent()) {
                toBroker = joined(toBroker, bytes, clear);
            } else {
                begin(bytes);
            }
        }
        if (tls.isClosed()) {
            throw new IOException("it hung up");
        }
    }

    private void begin(byte[] bytes) throws IOException {
        first = joined(first, bytes, bytes.length);
        if (first.remaining() > 2 * ConnectPacket.LONGEST) {
            throw new IOException("its CONNECT is too long");
        }
        PskDevice device = server.device().orElseThrow(() -> new IOException("it has no identity"));
        Optional<byte[]> told = ConnectPacket.as(device.user(), device.password(), first.duplicate());
        if (told.isPresent()) {
            SocketChannel channel = SocketChannel.open();
            up = Optional.of(channel);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(broker);
            toBroker = ByteBuffer.wrap(told.get());
            first = ByteBuffer.allocate(0);
            upKey = channel.register(selector, SelectionKey.OP_CONNECT, this);
        }
    }

    private void fromBroker() throws IOException {
        buffer.clear();
        int read = up.orElseThrow().read(buffer);
        if (read < 0) {
            ending = true;
            tls.close();
        } else {
            tls.writeApplicationData(buffer.array(), 0, read);
        }
        takeOutput();
    }

    private void takeOutput() {
        int sealed = tls.getAvailableOutputBytes();
        if (sealed > 0) {
            byte[] bytes = new byte[sealed];
            tls.readOutput(bytes, 0, sealed);
            toClient = joined(toClient, bytes, sealed);
        }
    }

    private void flush() throws IOException {
        client.write(toClient);
        if (upKey != null && up.orElseThrow().isConnected()) {
            up.get().write(toBroker);
            if (upKey.isValid()) {
                upKey.interestOps((toClient.remaining() < WAITING && !ending ? SelectionKey.OP_READ : 0)
                        | (toBroker.hasRemaining() ? SelectionKey.OP_WRITE : 0));
            }
        }
        if (key.isValid()) {
            key.interestOps((toBroker.remaining() < WAITING ? SelectionKey.OP_READ : 0)
                    | (toClient.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        }
    }

    private static ByteBuffer joined(ByteBuffer before, byte[] more, int length) {
        ByteBuffer joined = ByteBuffer.allocate(before.remaining() + length);
        return joined.put(before).put(more, 0, length).flip();
    }

    private static void shut(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // Closed all the same.
        }
    }

    InetSocketAddress from() throws IOException {
        return (InetSocketAddress) client.getRemoteAddress();
    }
}
