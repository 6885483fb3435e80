package io.sluice.live.internal;

import io.sluice.api.stream.StreamHub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The watched cameras: a channel is there while anybody watches. Thread-safe; owns its threads, which end with {@link
 * #close()}.
 */
final class Channels implements AutoCloseable {

    private static final long LOOK_MILLIS = 500;
    private static final int LOOKS_BETWEEN_PINGS = 20;
    private static final int THREADS = 2;

    private final LiveLimits limits;
    private final Supplier<Optional<StreamHub>> hub;
    private final Predicate<String> known;
    private final Packaging packaging;
    private final ScheduledExecutorService executor;
    private final Map<String, Channel> channels = new TreeMap<>();
    private int viewers;
    private int looks;
    private boolean closed;

    /** @param known whether there is such a camera */
    Channels(LiveLimits limits, Supplier<Optional<StreamHub>> hub, Predicate<String> known, Packaging packaging) {
        this.limits = limits;
        this.hub = hub;
        this.known = known;
        this.packaging = packaging;
        AtomicInteger count = new AtomicInteger();
        executor = Executors.newScheduledThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "live-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Lets somebody watch; empty after a farewell was said because that cannot be. */
    Optional<Viewer> join(String camera, Link link) {
        Viewer viewer = new Viewer(link, limits);
        Channel channel;
        synchronized (this) {
            Optional<Farewell> refusal = refusal(camera);
            if (refusal.isPresent()) {
                viewer.close(refusal.get());
                return Optional.empty();
            }
            viewers++;
            channel = channels.computeIfAbsent(camera, id -> new Channel(id, hub, this::execute, packaging));
            channel.add(viewer);
        }
        channel.wake();
        return Optional.of(viewer);
    }

    /** Somebody stopped watching. */
    void leave(String camera, Viewer viewer) {
        viewer.end();
        synchronized (this) {
            Channel channel = channels.get(camera);
            if (channel == null || !channel.viewers().contains(viewer)) {
                return;
            }
            viewers--;
            if (channel.remove(viewer)) {
                channels.remove(camera).close();
            }
        }
    }

    /** The hub came or went. */
    void hubChanged() {
        watched().forEach(Channel::wake);
    }

    synchronized int viewers() {
        return viewers;
    }

    synchronized boolean full() {
        return viewers >= limits.viewers();
    }

    synchronized List<Channel> watched() {
        return List.copyOf(channels.values());
    }

    /** Ends all connections and gives back all taps. */
    @Override
    public void close() {
        List<Channel> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(channels.values());
            channels.clear();
            viewers = 0;
        }
        executor.shutdown();
        for (Channel channel : open) {
            channel.close();
            channel.viewers().forEach(viewer -> viewer.close(Farewell.RESTART));
        }
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Farewell> refusal(String camera) {
        if (closed) {
            return Optional.of(Farewell.RESTART);
        }
        if (!isKnown(camera)) {
            return Optional.of(Farewell.unknown(camera));
        }
        return full() ? Optional.of(Farewell.FULL) : Optional.empty();
    }

    private boolean isKnown(String camera) {
        return known.test(camera) || hub.get().flatMap(streams -> streams.stream(camera)).isPresent();
    }

    private void look() {
        boolean ping = ++looks % LOOKS_BETWEEN_PINGS == 0;
        for (Channel channel : watched()) {
            channel.wake();
            if (ping) {
                channel.viewers().forEach(Viewer::ping);
            }
            if (!channel.isPresent() && !known.test(channel.camera())) {
                channel.viewers().forEach(viewer -> viewer.close(Farewell.unknown(channel.camera())));
            }
        }
    }

    private void execute(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException ending) {
            // The channels are closed with the executor; there is nothing left to do for them.
        }
    }
}
