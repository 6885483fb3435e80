package io.sluice.compression.internal.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.support.model.NativeMemory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages over a pair of pipes, so that models pass from process to process without a file. One thread reads, one writes.
 */
public final class Wire {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BODY = 4 << 20;
    private static final int MOST_MODELS = 4;
    private static final int HEADER = 3 * Integer.BYTES;

    private final ReadableByteChannel in;
    private final OutputStream stream;
    private final WritableByteChannel out;

    public Wire(InputStream in, OutputStream out) {
        this.in = Channels.newChannel(in);
        this.stream = out;
        this.out = Channels.newChannel(out);
    }

    /** Whoever reads the other end may be gone. The models stay the caller's. */
    public void send(Message.Type type, ObjectNode body, List<ByteBuffer> models) throws IOException {
        byte[] text = JSON.writeValueAsBytes(body);
        ByteBuffer head = ByteBuffer.allocate(HEADER + text.length);
        head.putInt(type.ordinal()).putInt(text.length).putInt(models.size()).put(text);
        write(head.flip());
        for (ByteBuffer model : models) {
            write(ByteBuffer.allocate(Integer.BYTES).putInt(0, model.remaining()));
            write(model.duplicate());
        }
        stream.flush();
    }

    /** @throws EOFException when the other end is closed */
    public Message receive() throws IOException {
        ByteBuffer head = read(ByteBuffer.allocate(HEADER));
        int type = head.getInt();
        int length = head.getInt();
        int count = head.getInt();
        if (type < 0 || type >= Message.Type.values().length || length < 0 || length > MOST_BODY || count < 0
                || count > MOST_MODELS) {
            throw new IOException("no message: " + type + ", " + length + ", " + count);
        }
        byte[] text = read(ByteBuffer.allocate(length)).array();
        List<NativeMemory> models = new ArrayList<>();
        Message message = new Message(Message.Type.values()[type], (ObjectNode) JSON.readTree(text), models);
        try {
            for (int index = 0; index < count; index++) {
                int size = read(ByteBuffer.allocate(Integer.BYTES)).getInt();
                if (size < 1) {
                    throw new IOException("no model: " + size);
                }
                NativeMemory model = NativeMemory.allocate(size);
                models.add(model);
                read(model.view());
            }
            return message;
        } catch (IOException | RuntimeException | Error broken) {
            message.close();
            throw broken;
        }
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private ByteBuffer read(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw new EOFException("the other end is closed");
            }
        }
        return bytes.flip();
    }
}
