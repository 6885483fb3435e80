package io.sluice.rtsp.client;

import io.sluice.rtsp.rtp.SlabPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs many client sessions on a few threads, with memory in common. Thread-safe. Units given out may outlive the
 * engine.
 */
public final class RtspEngine implements AutoCloseable {

    private static final int RESOLVERS = 2;
    private static final int IDLE_SECONDS = 10;

    private final List<Lane> lanes = new ArrayList<>();
    private final ExecutorService resolvers;
    private final SlabPool pool;

    public RtspEngine(EngineSettings settings) throws IOException {
        pool = new SlabPool(settings.memory());
        // Names are looked up by a blocking call, so not on a lane.
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                RESOLVERS, RESOLVERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), call -> {
                    Thread thread = new Thread(call, "rtsp-resolver");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        resolvers = executor;
        try {
            for (int i = 0; i < settings.threads(); i++) {
                lanes.add(new Lane("rtsp-" + i, settings, pool, resolvers));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The lane with the fewest users so far; counts the caller as one more until {@link Lane#leave()}. */
    public Lane join() {
        Lane lane = lanes.stream().min(Comparator.comparingInt(Lane::users)).orElseThrow();
        lane.enter();
        return lane;
    }

    /** The memory of units. */
    public SlabPool pool() {
        return pool;
    }

    /** Ends all sessions without telling their listeners, and all threads. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        resolvers.shutdownNow();
        try {
            // A look-up under way cannot be interrupted; its thread is a daemon and touches nothing any more.
            resolvers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
