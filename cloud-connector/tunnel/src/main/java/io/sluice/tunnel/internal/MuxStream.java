package io.sluice.tunnel.internal;

import io.sluice.tunnel.internal.Frame.Kind;
import io.sluice.tunnel.internal.Frame.WrongException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * One stream of bytes in both directions within a {@link Mux}. Each direction has a window: so many bytes are under way or wait to
 * be read, at most. Who reads slowly holds up who writes this stream, and nobody else. One thread may read and one write at a time.
 */
final class MuxStream {

    /** Bytes that wait to be read, at most. */
    static final int WINDOW = 256 * 1024;

    private final Mux mux;
    private final int id;
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private int offset;
    /** What the other side may send still. */
    private int granted = WINDOW;
    /** Read here, and not told to the other side yet. */
    private int unsaid;
    /** What this side may send still. */
    private int room = WINDOW;
    private boolean inputEnded;
    private boolean outputEnded;
    private Optional<String> broken = Optional.empty();

    MuxStream(Mux mux, int id) {
        this.mux = mux;
        this.id = id;
    }

    /** Reads some bytes, at least one; -1 at the end. */
    int read(byte[] target) throws IOException {
        int count;
        int more = 0;
        synchronized (this) {
            while (arrived.isEmpty() && !inputEnded && broken.isEmpty()) {
                await();
            }
            check();
            if (arrived.isEmpty()) {
                return -1;
            }
            byte[] first = arrived.getFirst();
            count = Math.min(target.length, first.length - offset);
            System.arraycopy(first, offset, target, 0, count);
            offset += count;
            if (offset == first.length) {
                arrived.removeFirst();
                offset = 0;
            }
            unsaid += count;
            if (unsaid >= WINDOW / 2 && !inputEnded) {
                more = unsaid;
                granted += more;
                unsaid = 0;
            }
        }
        if (more > 0) {
            mux.send(Frame.window(id, more));
        }
        return count;
    }

    /** Writes all of it, as the other side makes room. */
    void write(byte[] source, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count;
            synchronized (this) {
                while (room == 0 && broken.isEmpty()) {
                    await();
                }
                check();
                count = Math.min(Math.min(length - done, room), Frame.LONGEST);
                room -= count;
            }
            mux.send(new Frame(Kind.DATA, id, Arrays.copyOfRange(source, done, done + count)));
            done += count;
        }
    }

    /** Nothing more is written. */
    void end() throws IOException {
        boolean over;
        synchronized (this) {
            if (outputEnded || broken.isPresent()) {
                return;
            }
            outputEnded = true;
            over = inputEnded;
        }
        if (over) {
            // Before it is told: the other side may open the next stream as soon as it knows.
            mux.forget(id);
        }
        mux.send(new Frame(Kind.END, id, new byte[0]));
    }

    /** Gives the stream up in both directions. Does nothing where it is over. */
    void reset(String reason) {
        synchronized (this) {
            if (broken.isPresent() || inputEnded && outputEnded) {
                return;
            }
        }
        cut(reason);
        mux.resign(id, reason);
    }

    /** The other side or the tunnel gave it up. */
    synchronized void cut(String reason) {
        if (broken.isEmpty()) {
            broken = Optional.of(reason);
            arrived.clear();
            notifyAll();
        }
    }

    synchronized void arrived(byte[] bytes) throws WrongException {
        if (broken.isPresent()) {
            return;
        }
        if (inputEnded || bytes.length > granted) {
            throw new WrongException(inputEnded ? "bytes after a stream's end" : "more bytes than were asked for");
        }
        granted -= bytes.length;
        arrived.addLast(bytes);
        notifyAll();
    }

    /** @return whether the stream is over */
    synchronized boolean ended() {
        inputEnded = true;
        notifyAll();
        return outputEnded;
    }

    synchronized void widen(int bytes) throws WrongException {
        if (bytes < 1 || bytes > WINDOW - room) {
            throw new WrongException("a window that is wider than agreed");
        }
        room += bytes;
        notifyAll();
    }

    private void check() throws IOException {
        if (broken.isPresent()) {
            throw new IOException(broken.get());
        }
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", ended);
        }
    }
}
