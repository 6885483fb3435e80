package io.sluice.live.internal;

import io.sluice.api.stream.AccessUnit;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.api.stream.Tap;
import io.sluice.api.stream.TapOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All viewers of one camera behind one tap of the hub. Whatever happens in the hub happens to the channel only: viewers stay
 * and see the picture again when there is one. Work is done on the executor, by one thread at a time.
 */
final class Channel {

    private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
    /** Larger than the hub's ring, for the group that lies in it when the channel opens. */
    private static final int TAP_CAPACITY = 4096;

    private final String camera;
    private final Supplier<Optional<StreamHub>> hub;
    private final Executor executor;
    private final FragmentMaker maker;
    private final CurrentGroup group = new CurrentGroup();
    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final AtomicInteger workRequests = new AtomicInteger();
    private volatile boolean closed;
    private volatile Tap tap;
    private volatile boolean failing;
    private Presence presence = Presence.PRESENT;

    Channel(String camera, Supplier<Optional<StreamHub>> hub, Executor executor, Packaging packaging) {
        this.camera = camera;
        this.hub = hub;
        this.executor = executor;
        this.maker = new FragmentMaker(packaging);
    }

    String camera() {
        return camera;
    }

    List<Viewer> viewers() {
        return List.copyOf(viewers);
    }

    /** Adds a viewer that begins with the current group of pictures. */
    void add(Viewer viewer) {
        synchronized (this) {
            if (presence != Presence.PRESENT) {
                viewer.tell(presence.announcement());
            }
            viewer.greet(group.fragments());
            viewers.add(viewer);
        }
        viewer.drain();
        wake();
    }

    /** Returns whether nobody watches any more. */
    synchronized boolean remove(Viewer viewer) {
        viewers.remove(viewer);
        return viewers.isEmpty();
    }

    /** Looks whether there is something to do. Returns at once; called from any thread. */
    void wake() {
        if (workRequests.getAndIncrement() == 0) {
            executor.execute(this::work);
        }
    }

    boolean isPresent() {
        synchronized (this) {
            return presence == Presence.PRESENT;
        }
    }

    /** Gives the tap back. The viewers are the caller's. */
    void close() {
        closed = true;
        closeTap();
    }

    private void work() {
        int seen = workRequests.get();
        do {
            try {
                workOnce();
            } catch (RuntimeException error) {
                warn(error);
                closeTap();
                maker.restart();
            }
            seen = workRequests.addAndGet(-seen);
        } while (seen != 0);
    }

    private void workOnce() {
        Tap open = openTap();
        tellPresence(lookAround());
        if (open != null) {
            forward(open);
        }
        viewers.forEach(Viewer::drain);
    }

    /** Once a fault: what fails for good would fail again with every key frame. */
    private void warn(RuntimeException error) {
        if (failing) {
            return;
        }
        failing = true;
        LOG.warn("The live view of camera {} failed and begins anew", camera, error);
    }

    private Tap openTap() {
        Tap current = tap;
        if (current != null && !current.closed() || closed) {
            return current;
        }
        maker.restart();
        tap = hub.get()
                .map(streams -> streams.tap(
                        camera, TapOptions.fromKeyFrame("live", TAP_CAPACITY).onAvailable(this::wake)))
                .orElse(null);
        if (closed) {
            closeTap();
        }
        return tap;
    }

    private void forward(Tap open) {
        for (AccessUnit unit = open.poll(); unit != null; unit = open.poll()) {
            try {
                if (isPresent() || publishedAgain()) {
                    maker.make(unit).ifPresent(this::offer);
                }
            } finally {
                unit.release();
            }
        }
    }

    private synchronized void offer(LiveFragment fragment) {
        failing = false;
        group.add(fragment);
        for (Viewer viewer : viewers) {
            viewer.offer(fragment);
        }
    }

    /** What a tap finds in the ring of a stream that has ended is old, and must not pass for live. */
    private boolean publishedAgain() {
        tellPresence(lookAround());
        return isPresent();
    }

    private void tellPresence(Presence now) {
        synchronized (this) {
            if (now == presence) {
                return;
            }
            presence = now;
            if (now != Presence.PRESENT) {
                group.clear();
                maker.restart();
            }
            viewers.forEach(viewer -> viewer.tell(now.announcement()));
        }
    }

    private Presence lookAround() {
        Optional<StreamHub> streams = hub.get();
        if (streams.isEmpty()) {
            return Presence.NO_HUB;
        }
        return streams.get().stream(camera).filter(StreamInfo::published).isPresent()
                ? Presence.PRESENT
                : Presence.ABSENT;
    }

    private void closeTap() {
        Tap current = tap;
        tap = null;
        if (current != null) {
            current.close();
        }
    }

    /** The fragments since the latest key frame, for viewers to come. */
    private static final class CurrentGroup {

        /** A group past this is not kept: a late viewer would be busy for long with what is over. */
        private static final int MOST_FRAGMENTS = 1500;

        private static final long MOST_BYTES = 32L << 20;

        private final List<LiveFragment> fragments = new ArrayList<>();
        private long bytes;

        void add(LiveFragment fragment) {
            if (fragment.keyFrame()) {
                clear();
            } else if (fragments.isEmpty()) {
                return;
            }
            fragments.add(fragment);
            bytes += fragment.size();
            if (fragments.size() > MOST_FRAGMENTS || bytes > MOST_BYTES) {
                clear();
            }
        }

        void clear() {
            fragments.clear();
            bytes = 0;
        }

        List<LiveFragment> fragments() {
            return List.copyOf(fragments);
        }
    }
}
