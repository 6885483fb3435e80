package io.sluice.demo.line.internal;

import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.demo.scene.LineOptions;
import io.sluice.demo.scene.LineScene;
import io.sluice.demo.scene.YuvPicture;
import io.sluice.media.codec.AnnexB;
import io.sluice.media.codec.StreamFormats;
import io.sluice.rtsp.server.RtspServer;
import io.sluice.rtsp.server.ServedStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders, encodes and sends the line in real time, on a thread of its own, while somebody watches. The line itself
 * runs on: who comes later sees later boards.
 */
final class Studio implements AutoCloseable {

    static final String STREAM = "line";
    static final int FRAMES_PER_SECOND = 15;

    private static final Logger LOG = LoggerFactory.getLogger(Studio.class);
    private static final long MEDIA_CLOCK = 90_000;
    private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1) / FRAMES_PER_SECOND;
    private static final long LOOK_FOR_WATCHERS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RtspServer server;
    private final Thread thread;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile Throwable failure;

    /** Returns once the stream is served, or has failed. */
    Studio(RtspServer server) throws InterruptedException {
        this.server = server;
        thread = new Thread(this::run, "demo-line");
        thread.start();
        begun.await();
    }

    /** Why nothing is sent any more, if so. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void run() {
        try (Encoder encoder = new Encoder(LineScene.WIDTH, LineScene.HEIGHT, FRAMES_PER_SECOND)) {
            LineScene scene = new LineScene(LineOptions.demonstration());
            StreamFormat format = StreamFormats.of(Codec.H264, AnnexB.split(encoder.parameterSets()));
            ServedStream stream = server.add(STREAM, format);
            try {
                begun.countDown();
                work(stream, encoder, scene);
            } finally {
                server.remove(stream);
            }
        } catch (RuntimeException | LinkageError stopped) {
            LOG.warn("The simulated line stopped", stopped);
            failure = stopped;
        } finally {
            begun.countDown();
        }
    }

    private void work(ServedStream stream, Encoder encoder, LineScene scene) {
        YuvPicture picture = new YuvPicture(LineScene.WIDTH, LineScene.HEIGHT);
        // The first boards are rendered before anybody waits for them.
        scene.draw(0, picture);
        long begin = System.nanoTime();
        long frame = 0;
        int watchers = 0;
        while (!closed) {
            int clients = stream.clients();
            if (clients == 0) {
                watchers = 0;
                LockSupport.parkNanos(LOOK_FOR_WATCHERS_NANOS);
                continue;
            }
            frame = Math.max(frame, (System.nanoTime() - begin) / FRAME_NANOS) + 1;
            if (!sleepUntil(begin + frame * FRAME_NANOS)) {
                return;
            }
            long taken = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
            scene.draw(frame, picture);
            // Who has just come need not wait for the next key frame.
            EncodedPicture encoded = encoder.encode(picture, frame, clients > watchers);
            watchers = clients;
            stream.send(
                    AnnexB.split(encoded.data()), frame * MEDIA_CLOCK / FRAMES_PER_SECOND, taken, encoded.keyFrame());
            scene.prepare(frame);
        }
    }

    /** @return false when closed meanwhile */
    private boolean sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (closed) {
                return false;
            }
            LockSupport.parkNanos(left);
        }
        return !closed;
    }

    /** Ends the thread and waits for it. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
