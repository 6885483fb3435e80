package io.sluice.rest.internal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open stream of events. What does not fit the socket waits in a bounded queue; a client for whom that is too small
 * is cut off and comes back with the id of its last result. Nobody who offers an event ever waits. Thread-safe.
 */
final class EventClient implements WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(EventClient.class);
    private static final long MOST_BYTES = 4 << 20;

    private final EventFilter filter;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable onDrained;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean ready;
    private boolean unflushed;
    private boolean closed;

    /** @param onDrained called when all is written, on any thread; must not block */
    EventClient(EventFilter filter, AsyncContext context, Runnable onDrained) throws IOException {
        this.filter = filter;
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.onDrained = onDrained;
    }

    EventFilter filter() {
        return filter;
    }

    /** Begins to write; the container calls when it can take more. */
    void start() {
        out.setWriteListener(this);
    }

    synchronized boolean closed() {
        return closed;
    }

    /** Whether little enough waits for more to be fetched. */
    synchronized boolean drained() {
        return queue.isEmpty();
    }

    void offer(byte[] frame) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (queuedBytes + frame.length > MOST_BYTES) {
                LOG.info("A client of the event stream is too slow and is cut off");
                end();
                return;
            }
            queue.add(frame);
            queuedBytes += frame.length;
        }
        write();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            ready = true;
        }
        write();
    }

    @Override
    public void onError(Throwable error) {
        LOG.debug("A client of the event stream has gone", error);
        close();
    }

    synchronized void close() {
        if (!closed) {
            end();
        }
    }

    private void write() {
        boolean drained;
        synchronized (this) {
            try {
                drained = pump();
            } catch (IOException | IllegalStateException gone) {
                LOG.debug("A client of the event stream has gone", gone);
                close();
                return;
            }
        }
        if (drained) {
            onDrained.run();
        }
    }

    /** Writes while the container takes it; after a false of {@code isReady} the container calls by itself. */
    private boolean pump() throws IOException {
        while (ready && !closed) {
            if (!out.isReady()) {
                ready = false;
            } else if (!queue.isEmpty()) {
                byte[] frame = queue.remove();
                queuedBytes -= frame.length;
                out.write(frame);
                unflushed = true;
            } else if (unflushed) {
                out.flush();
                unflushed = false;
            } else {
                return true;
            }
        }
        return false;
    }

    private void end() {
        closed = true;
        queue.clear();
        queuedBytes = 0;
        try {
            context.complete();
        } catch (IllegalStateException alreadyOver) {
            LOG.trace("The stream had ended already", alreadyOver);
        }
    }
}
