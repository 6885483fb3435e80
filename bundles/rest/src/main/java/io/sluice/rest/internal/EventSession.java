package io.sluice.rest.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.StoredResult;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client has been sent. A client that comes back is first brought up from the store, page by page as fast as
 * it reads; it goes over to live results at a moment when the store has none that it lacks. Thread-safe.
 */
final class EventSession {

    private static final Logger LOG = LoggerFactory.getLogger(EventSession.class);
    private static final int PAGE = 500;

    private final Services services;
    private final EventFilter filter;
    private final EventClient client;
    private final AtomicBoolean stepQueued = new AtomicBoolean();
    private final List<byte[]> early = new ArrayList<>();
    private Executor worker = Runnable::run;
    private boolean snapshotSent;
    private boolean behind;
    private long lastSent;
    private long lastTold;

    /** @param after id of the last result the client has, if it has any */
    EventSession(Services services, EventFilter filter, OptionalLong after, AsyncContext context) throws IOException {
        this.services = services;
        this.filter = filter;
        this.behind = after.isPresent() && filter.wants(EventFilter.RESULT);
        this.lastSent = after.orElse(0);
        this.client = new EventClient(filter, context, this::drained);
        client.offer(EventFrame.RETRY);
    }

    EventFilter filter() {
        return filter;
    }

    EventClient client() {
        return client;
    }

    synchronized void begin(Executor executor) {
        worker = executor;
    }

    /** An event other than a result; those that come before the snapshot is sent are newer than it and wait. */
    synchronized void event(byte[] frame) {
        if (snapshotSent) {
            client.offer(frame);
        } else {
            early.add(frame);
        }
    }

    /** The snapshot is sent. */
    synchronized void live() {
        early.forEach(client::offer);
        early.clear();
        snapshotSent = true;
        drained();
    }

    synchronized void result(StoredResult result, byte[] frame) {
        lastTold = result.id();
        if (!behind && result.id() > lastSent
                && filter.wants(EventFilter.RESULT, result.result().frame().cameraId())) {
            lastSent = result.id();
            client.offer(frame);
        }
    }

    private void drained() {
        boolean more;
        Executor executor;
        synchronized (this) {
            more = behind && snapshotSent && !client.closed();
            executor = worker;
        }
        if (more && stepQueued.compareAndSet(false, true)) {
            try {
                executor.execute(this::catchUp);
            } catch (RejectedExecutionException stopping) {
                client.close();
            }
        }
    }

    private void catchUp() {
        stepQueued.set(false);
        try {
            while (client.drained() && !client.closed() && page()) {
                LOG.trace("Another page of results was sent");
            }
        } catch (UnavailableException error) {
            LOG.info("A client cannot be brought up to date: {}", error.getMessage());
            client.close();
        }
    }

    /** @return whether there may be more */
    private boolean page() {
        long told;
        long after;
        synchronized (this) {
            told = lastTold;
            after = lastSent;
        }
        List<StoredResult> page = services.results().find(new ResultQuery(
                filter.camera(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(after), false,
                false, PAGE));
        for (StoredResult result : page) {
            client.offer(EventFrame.of(result));
        }
        synchronized (this) {
            if (!page.isEmpty()) {
                lastSent = page.get(page.size() - 1).id();
            } else if (lastTold == told) {
                // Whatever was told so far is in the store, and the store had nothing more.
                lastSent = Math.max(lastSent, told);
                behind = false;
            }
            return behind;
        }
    }
}
