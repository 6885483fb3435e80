package io.sluice.tunnel.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upper and a lower end of a tunnel, joined by queues as short as the buffers of a connection. */
final class MuxPair implements AutoCloseable {

    final BlockingQueue<MuxStream> taken = new LinkedBlockingQueue<>();
    final CompletableFuture<String> upperEnded = new CompletableFuture<>();
    final CompletableFuture<String> lowerEnded = new CompletableFuture<>();
    final Counts counts = new Counts();
    final Line down = new Line();
    final Line up = new Line();
    final Mux upper = new Mux(down, false, counts, listener(upperEnded));
    final Mux lower = new Mux(up, true, new Counts(), listener(lowerEnded));

    MuxPair() {
        down.start(lower);
        up.start(upper);
    }

    MuxStream accepted() throws InterruptedException {
        return taken.poll(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        upper.close();
        lower.close();
        down.thread.join();
        up.thread.join();
    }

    private Mux.Listener listener(CompletableFuture<String> ended) {
        return new Mux.Listener() {
            @Override
            public void opened(MuxStream stream, String target) {
                taken.add(stream);
            }

            @Override
            public void ended(String reason) {
                ended.complete(reason);
            }
        };
    }

    /** One direction. */
    static final class Line implements Wire {

        private static final ByteBuffer END = ByteBuffer.allocate(0);

        private final BlockingQueue<ByteBuffer> under = new ArrayBlockingQueue<>(4);
        private Thread thread;
        private volatile boolean cut;

        void start(Mux receiver) {
            thread = new Thread(() -> {
                try {
                    for (ByteBuffer next = under.take(); next != END && !cut; next = under.take()) {
                        receiver.receive(next);
                    }
                } catch (InterruptedException over) {
                    // As by the cut.
                }
                receiver.end("the line was cut");
            });
            thread.start();
        }

        @Override
        public void send(ByteBuffer message) throws IOException {
            try {
                while (!cut && !under.offer(message, 100, TimeUnit.MILLISECONDS)) {
                    // Waits for room, or for the end.
                }
            } catch (InterruptedException over) {
                throw new IOException(over);
            }
            if (cut) {
                throw new IOException("the line was cut");
            }
        }

        @Override
        public void ping() {
            // The queue tells nothing of itself.
        }

        @Override
        public void close(String reason) {
            cut = true;
            under.clear();
            under.offer(END);
        }
    }
}
