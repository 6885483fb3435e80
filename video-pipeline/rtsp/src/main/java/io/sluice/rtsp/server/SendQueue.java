package io.sluice.rtsp.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** What waits to be written to one client: messages and packets in order, each whole before the next begins. */
final class SendQueue {

    private record Item(ByteBuffer data, boolean media, int size) {
        boolean begun() {
            return data.remaining() < size;
        }
    }

    /** Buffers handed to the system at once. */
    private static final int GATHER = 16;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final int capacity;
    private final Deque<Item> items = new ArrayDeque<>();
    private final ByteBuffer[] gather = new ByteBuffer[GATHER];
    private int mediaBytes;

    SendQueue(SocketChannel channel, SelectionKey key, int capacity) {
        this.channel = channel;
        this.key = key;
        this.capacity = capacity;
    }

    void message(ByteBuffer data) throws IOException {
        items.add(new Item(data, false, data.remaining()));
        flush();
    }

    /**
     * Queues packets.
     *
     * @return false when the client is too slow: these, and all that wait behind the one under way, are dropped
     */
    boolean media(ByteBuffer data) throws IOException {
        if (mediaBytes + data.remaining() > capacity) {
            items.removeIf(item -> item.media() && !item.begun());
            mediaBytes = items.stream().filter(Item::media).mapToInt(item -> item.data().remaining()).sum();
            return false;
        }
        mediaBytes += data.remaining();
        items.add(new Item(data, true, data.remaining()));
        flush();
        return true;
    }

    void flush() throws IOException {
        boolean taken = true;
        while (taken && !items.isEmpty()) {
            int count = 0;
            for (Item item : items) {
                gather[count++] = item.data();
                if (count == GATHER) {
                    break;
                }
            }
            channel.write(gather, 0, count);
            while (!items.isEmpty() && !items.peek().data().hasRemaining()) {
                Item written = items.poll();
                mediaBytes -= written.media() ? written.size() : 0;
            }
            taken = items.isEmpty() || !items.peek().begun() && count == GATHER;
        }
        key.interestOps(SelectionKey.OP_READ | (items.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }
}
