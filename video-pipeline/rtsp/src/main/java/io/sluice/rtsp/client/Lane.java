package io.sluice.rtsp.client;

import io.sluice.rtsp.net.NioLoop;
import io.sluice.rtsp.rtp.MediaTimeline;
import io.sluice.rtsp.rtp.SlabPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread of an engine with the sessions on it. Whoever confines his state to a lane needs no lock.
 */
public final class Lane {

    /** More than the longest message or interleaved packet, so that one always fits behind what is left of the last. */
    private static final int READ_SIZE = 512 * 1024;
    private static final Duration TICK = Duration.ofMillis(50);
    /** Rest per stream: one stream adds no delay to speak of, forty reach the longest rest. */
    private static final Duration REST_PER_SESSION = Duration.ofMillis(1).dividedBy(2);

    private final NioLoop loop;
    private final EngineSettings settings;
    private final SlabPool pool;
    private final Executor resolver;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_SIZE);
    private final Set<ClientSession> sessions = new LinkedHashSet<>();
    private final AtomicInteger users = new AtomicInteger();
    private boolean ticking;

    Lane(String name, EngineSettings settings, SlabPool pool, Executor resolver) throws IOException {
        this.settings = settings;
        this.pool = pool;
        this.resolver = resolver;
        loop = new NioLoop(name);
    }

    /** Runs a task on this lane's thread; dropped once the engine is closed. */
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs a task on this lane's thread and waits for it; not at all once the engine is closed. */
    public void executeAndWait(Runnable task) {
        if (loop.here()) {
            task.run();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                task.run();
            } finally {
                done.countDown();
            }
        });
        loop.await(done);
    }

    /** Runs a task later; on this lane's thread. */
    public NioLoop.Timer after(Duration delay, Runnable call) {
        return loop.after(delay, call);
    }

    /**
     * Opens a session, which connects at once; on this lane's thread.
     *
     * @param timeline of the camera, going on over its sessions
     */
    public RtspSession open(SessionSettings wanted, MediaTimeline timeline, SessionListener listener) {
        ClientSession session = new ClientSession(this, wanted, timeline, listener);
        sessions.add(session);
        adapt();
        session.start();
        return session;
    }

    /** The counterpart of {@link RtspEngine#join()}. */
    public void leave() {
        users.decrementAndGet();
    }

    void enter() {
        users.incrementAndGet();
    }

    int users() {
        return users.get();
    }

    NioLoop loop() {
        return loop;
    }

    SlabPool pool() {
        return pool;
    }

    Executor resolver() {
        return resolver;
    }

    String userAgent() {
        return settings.userAgent();
    }

    /** For reading; what is in it counts only until the handler returns. */
    ByteBuffer readBuffer() {
        return readBuffer;
    }

    void remove(ClientSession session) {
        sessions.remove(session);
        adapt();
    }

    void close() {
        loop.execute(() -> List.copyOf(sessions).forEach(ClientSession::close));
        loop.close();
    }

    private void adapt() {
        Duration rest = REST_PER_SESSION.multipliedBy(Math.max(0, sessions.size() - 1));
        loop.pause(rest.compareTo(settings.longestRest()) < 0 ? rest : settings.longestRest());
        if (!ticking && !sessions.isEmpty()) {
            ticking = true;
            loop.after(TICK, this::tick);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        new ArrayList<>(sessions).forEach(session -> session.tick(now));
        ticking = !sessions.isEmpty();
        if (ticking) {
            loop.after(TICK, this::tick);
        }
    }
}
