package io.sluice.tunnel.internal;

import io.sluice.tunnel.internal.Frame.Kind;
import io.sluice.tunnel.internal.Frame.WrongException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Many streams over one {@link Wire}. Frames are short and take turns, so that a stream with much to say does not hold up the others.
 * Memory is bounded by the number of streams times {@link MuxStream#WINDOW}; who sends what was not asked for loses the tunnel. The
 * upper node opens streams, the lower one takes them. Thread-safe.
 */
final class Mux implements AutoCloseable {

    /** Who is told what the other side does, on the thread that receives: must not wait. */
    interface Listener {

        /** The other side opened a stream. */
        void opened(MuxStream stream, String target);

        /** The tunnel is over; told once. */
        void ended(String reason);
    }

    /** Streams at a time, at most. */
    static final int MOST_STREAMS = 64;

    private final Wire wire;
    private final Counts counts;
    private final Listener listener;
    private final boolean takes;
    private final Map<Integer, MuxStream> streams = new ConcurrentHashMap<>();
    /** Fair: whoever waits to send comes next. */
    private final ReentrantLock turn = new ReentrantLock(true);
    private int lastStream;
    private volatile boolean closed;
    private volatile long heardNanos = System.nanoTime();
    private volatile long usedNanos = heardNanos;

    /** @param takes whether the other side opens the streams */
    Mux(Wire wire, boolean takes, Counts counts, Listener listener) {
        this.wire = wire;
        this.takes = takes;
        this.counts = counts;
        this.listener = listener;
    }

    /** @throws IOException when there is no room, or the tunnel is over */
    MuxStream open(String target) throws IOException {
        turn.lock();
        try {
            if (closed || streams.size() >= MOST_STREAMS) {
                counts.refused.incrementAndGet();
                throw new IOException(closed ? "the tunnel is over" : "the tunnel carries " + MOST_STREAMS + " streams already");
            }
            int id = ++lastStream;
            MuxStream stream = new MuxStream(this, id);
            streams.put(id, stream);
            counts.opened.incrementAndGet();
            // Within the turn: the other side sees the streams in the order of their numbers.
            send(Frame.text(Kind.OPEN, id, target));
            return stream;
        } finally {
            turn.unlock();
        }
    }

    boolean isOpen() {
        return !closed;
    }

    int streams() {
        return streams.size();
    }

    /** Since bytes of a stream last came or went. */
    Duration unused() {
        return Duration.ofNanos(System.nanoTime() - usedNanos);
    }

    /** A sign of life of the other side. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    /** Asks for a sign of life, and ends the tunnel where none came for too long. Does not wait. */
    void watch(Duration silence) {
        if (System.nanoTime() - heardNanos > silence.toNanos()) {
            end("nothing was heard of the other side for " + silence.toSeconds() + " s");
        } else {
            wire.ping();
        }
    }

    /** Takes one message of the other side. */
    void receive(ByteBuffer message) {
        heard();
        try {
            take(Frame.read(message));
        } catch (WrongException wrong) {
            end("the other side sent " + wrong.getMessage());
        }
    }

    /** The connection ended. */
    void end(String reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        wire.close(reason);
        List.copyOf(streams.values()).forEach(stream -> stream.cut(reason));
        streams.clear();
        listener.ended(reason);
    }

    @Override
    public void close() {
        end("closed");
    }

    void send(Frame frame) throws IOException {
        turn.lock();
        try {
            if (closed) {
                throw new IOException("the tunnel is over");
            }
            wire.send(frame.write());
            if (frame.kind() == Kind.DATA) {
                counts.sent.addAndGet(frame.body().length);
                usedNanos = System.nanoTime();
            }
        } catch (IOException cut) {
            end(String.valueOf(cut.getMessage()));
            throw cut;
        } finally {
            turn.unlock();
        }
    }

    void forget(int id) {
        streams.remove(id);
    }

    /** Gives up a stream that is known still. */
    void resign(int id, String reason) {
        if (streams.remove(id) != null) {
            try {
                send(Frame.text(Kind.RESET, id, reason));
            } catch (IOException over) {
                // Then there is nobody to tell.
            }
        }
    }

    private void take(Frame frame) throws WrongException {
        if (frame.kind() == Kind.OPEN) {
            taken(frame);
            return;
        }
        MuxStream stream = streams.get(frame.stream());
        if (stream == null) {
            // It was given up here, and the other side did not know yet.
            if (takes && frame.stream() > lastStream) {
                throw new WrongException("a frame for a stream that was not opened");
            }
            return;
        }
        switch (frame.kind()) {
            case DATA -> {
                stream.arrived(frame.body());
                counts.received.addAndGet(frame.body().length);
                usedNanos = System.nanoTime();
            }
            case END -> {
                if (stream.ended()) {
                    forget(frame.stream());
                }
            }
            case WINDOW -> stream.widen(frame.bytes());
            default -> {
                forget(frame.stream());
                stream.cut(frame.text());
            }
        }
    }

    private void taken(Frame frame) throws WrongException {
        if (!takes || frame.stream() <= lastStream) {
            throw new WrongException("a stream that it may not open");
        }
        if (streams.size() >= MOST_STREAMS) {
            throw new WrongException("more streams than agreed");
        }
        lastStream = frame.stream();
        MuxStream stream = new MuxStream(this, frame.stream());
        streams.put(frame.stream(), stream);
        counts.opened.incrementAndGet();
        listener.opened(stream, frame.text());
    }
}
