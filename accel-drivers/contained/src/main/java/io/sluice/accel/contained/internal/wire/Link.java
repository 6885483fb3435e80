package io.sluice.accel.contained.internal.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One conversation over a socket: frames of a 4-byte length and so many bytes. Both buffers live as long as the link, so that
 * a question and its answer leave no garbage. Used by one thread at a time; {@link #close()} may come from any.
 */
public final class Link implements AutoCloseable {

    /** Longest frame: room for a list of devices or for some sentences. */
    public static final int CAPACITY = 64 << 10;

    private static final int MOST_TEXT_BYTES = 8000;

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(CAPACITY);
    private final ByteBuffer in = ByteBuffer.allocateDirect(CAPACITY);

    /** Takes over the channel, which blocks. */
    public Link(SocketChannel channel) {
        this.channel = channel;
    }

    /** To who listens there. */
    public static Link connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new Link(channel);
        } catch (IOException error) {
            channel.close();
            throw error;
        }
    }

    /** Begins a frame; the caller fills it. */
    public ByteBuffer begin(byte kind) {
        return out.clear().position(Integer.BYTES).put(kind);
    }

    /** Sends what was filled in since {@link #begin(byte)}. */
    public void send() throws IOException {
        out.flip().putInt(0, out.limit() - Integer.BYTES);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Waits for a frame; its content is valid until the next call. */
    public ByteBuffer receive() throws IOException {
        in.clear().limit(Integer.BYTES);
        fill();
        int length = in.getInt(0);
        if (length < 1 || length > CAPACITY) {
            throw new IOException("a frame of " + length + " bytes");
        }
        in.clear().limit(length);
        fill();
        return in.flip();
    }

    private void fill() throws IOException {
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new EOFException("the other side has ended");
            }
        }
    }

    /** Bytes that follow a frame without being one: larger than any. */
    public void sendRaw(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Fills the buffer with bytes that the other side sends by {@link #sendRaw}. */
    public void receiveRaw(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the other side has ended");
            }
        }
    }

    public static void putText(ByteBuffer frame, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MOST_TEXT_BYTES);
        frame.putShort((short) length).put(bytes, 0, length);
    }

    public static String getText(ByteBuffer frame) {
        byte[] bytes = new byte[Short.toUnsignedInt(frame.getShort())];
        frame.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Idempotent. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nothing was to be sent any more.
        }
    }
}
