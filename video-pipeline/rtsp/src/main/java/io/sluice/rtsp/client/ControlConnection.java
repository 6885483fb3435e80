package io.sluice.rtsp.client;

import io.sluice.rtsp.message.RtspMessage;
import io.sluice.rtsp.message.RtspParser;
import io.sluice.rtsp.message.RtspSyntaxException;
import io.sluice.rtsp.net.NioLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The TCP connection of a session: messages, and packets interleaved with them (RFC 2326 section 10.12). */
final class ControlConnection implements NioLoop.Handler {

    /** Called on the lane's thread. */
    interface Listener {
        void connected();

        void message(RtspMessage message);

        /** A packet within the buffer; counts only until this returns. */
        void interleaved(int channel, ByteBuffer data, int offset, int length);

        void failed(SessionFault fault);
    }

    private static final int FRAME_HEADER = 4;
    /** A stream's key frame at once, so that a rest between reads stops no sender. */
    private static final int RECEIVE_BUFFER = 512 * 1024;
    private static final int LONGEST_BACKLOG = 256 * 1024;
    private static final byte[] NOTHING = {};

    private final Lane lane;
    private final Listener listener;
    private final Deque<ByteBuffer> outgoing = new ArrayDeque<>();
    private final SocketChannel channel;
    private SelectionKey key;
    private byte[] rest = NOTHING;
    private int restLength;
    private boolean closed;

    ControlConnection(Lane lane, Listener listener) throws IOException {
        this.lane = lane;
        this.listener = listener;
        channel = SocketChannel.open();
    }

    void connect(InetSocketAddress address) throws IOException {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        key = lane.loop().register(channel, SelectionKey.OP_CONNECT, this);
        if (channel.connect(address)) {
            established();
        }
    }

    InetSocketAddress local() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    InetSocketAddress remote() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    /** Sends as soon as the socket takes it. */
    void send(ByteBuffer data) {
        outgoing.add(data);
        flush();
    }

    void close() {
        closed = true;
        NioLoop.closeQuietly(channel);
    }

    @Override
    public void ready(SelectionKey ready) {
        if (closed) {
            return;
        }
        try {
            if (ready.isConnectable()) {
                channel.finishConnect();
                established();
                return;
            }
            if (ready.isWritable()) {
                flush();
            }
            if (!closed && ready.isReadable()) {
                read();
            }
        } catch (IOException e) {
            boolean connecting = !channel.isConnected();
            fail(connecting ? SessionFault.Kind.UNREACHABLE : SessionFault.Kind.LOST, reason(e));
        } catch (RtspSyntaxException e) {
            fail(SessionFault.Kind.GARBAGE, e.getMessage());
        }
    }

    private void established() {
        key.interestOps(SelectionKey.OP_READ);
        listener.connected();
    }

    private void flush() {
        try {
            while (!outgoing.isEmpty()) {
                channel.write(outgoing.peek());
                if (outgoing.peek().hasRemaining()) {
                    break;
                }
                outgoing.poll();
            }
            int backlog = outgoing.stream().mapToInt(ByteBuffer::remaining).sum();
            if (backlog > LONGEST_BACKLOG) {
                fail(SessionFault.Kind.LOST, "the server reads nothing we send");
                return;
            }
            key.interestOps(SelectionKey.OP_READ | (outgoing.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        } catch (IOException e) {
            fail(SessionFault.Kind.LOST, reason(e));
        }
    }

    private void read() throws IOException {
        ByteBuffer in = lane.readBuffer().clear();
        in.put(rest, 0, restLength);
        int count = channel.read(in);
        if (count < 0) {
            fail(SessionFault.Kind.LOST, "the server closed the connection");
            return;
        }
        in.flip();
        parse(in);
        if (!closed) {
            keepRest(in);
        }
    }

    private void parse(ByteBuffer in) {
        while (in.hasRemaining() && !closed) {
            int at = in.position();
            if (in.get(at) == '$') {
                if (in.remaining() < FRAME_HEADER) {
                    return;
                }
                int length = in.getShort(at + 2) & 0xFFFF;
                if (in.remaining() < FRAME_HEADER + length) {
                    return;
                }
                in.position(at + FRAME_HEADER + length);
                listener.interleaved(in.get(at + 1) & 0xFF, in, at + FRAME_HEADER, length);
            } else {
                Optional<RtspMessage> message = RtspParser.parse(in);
                if (message.isEmpty()) {
                    return;
                }
                listener.message(message.get());
            }
        }
    }

    private void keepRest(ByteBuffer in) {
        restLength = in.remaining();
        if (restLength > rest.length) {
            rest = new byte[Math.max(restLength, 2 * rest.length)];
        }
        in.get(rest, 0, restLength);
    }

    private void fail(SessionFault.Kind kind, String message) {
        if (!closed) {
            close();
            listener.failed(new SessionFault(kind, message));
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
