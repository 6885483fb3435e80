package io.sluice.accel.contained.internal;

import io.sluice.accel.contained.internal.child.ChildActivator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a process prints, so that it never waits for a reader, and keeps the latest of it. Thread-safe. */
final class Output {

    private static final Logger LOG = LoggerFactory.getLogger(Output.class);
    private static final int LINES = 40;
    private static final int MOST_LENGTH = 300;

    private final String driver;
    private final Deque<String> latest = new ArrayDeque<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Begins to read, in a thread that ends with the process. */
    Output(String driver, InputStream stream) {
        this.driver = driver;
        Thread thread = new Thread(() -> read(stream), "contained-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the process said within the limit that it listens; returns early when it ended. */
    boolean awaitReady(Duration limit) throws InterruptedException {
        ready.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        return ready.getCount() == 0 && ended.getCount() == 1;
    }

    /** The latest lines, once all has been read or the limit is over. */
    List<String> last(Duration limit) {
        try {
            ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }

    private void read(InputStream stream) {
        StringBuilder line = new StringBuilder();
        byte[] block = new byte[4096];
        try (stream) {
            for (int length = stream.read(block); length >= 0; length = stream.read(block)) {
                for (char next : new String(block, 0, length, StandardCharsets.UTF_8).toCharArray()) {
                    if (next == '\n') {
                        take(line.toString().strip());
                        line.setLength(0);
                    } else if (line.length() < MOST_LENGTH) {
                        // A driver may print without end and never begin a new line.
                        line.append(Character.isISOControl(next) ? ' ' : next);
                    }
                }
            }
        } catch (IOException closed) {
            LOG.debug("The output of {} ended: {}", driver, closed.getMessage());
        }
        take(line.toString().strip());
        ended.countDown();
        ready.countDown();
    }

    private void take(String line) {
        if (line.isEmpty()) {
            return;
        }
        if (line.equals(ChildActivator.READY)) {
            ready.countDown();
            return;
        }
        LOG.debug("{}: {}", driver, line);
        synchronized (latest) {
            if (latest.size() == LINES) {
                latest.removeFirst();
            }
            latest.addLast(line);
        }
    }
}
