package io.sluice.models.internal.sync;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream from which nothing has come for a while: a link that is dead without a word would be waited on forever. */
final class StallGuard extends FilterInputStream {

    private final Future<?> check;
    private final long patienceNanos;
    private volatile long last = System.nanoTime();
    private volatile boolean waiting;

    StallGuard(InputStream in, ScheduledExecutorService watchdog, Duration patience) {
        super(in);
        patienceNanos = patience.toNanos();
        long period = Math.max(1, patience.toMillis() / 4);
        check = watchdog.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        last = System.nanoTime();
        waiting = true;
        try {
            return super.read(target, offset, length);
        } finally {
            waiting = false;
        }
    }

    @Override
    public void close() throws IOException {
        check.cancel(false);
        super.close();
    }

    private void look() {
        if (waiting && System.nanoTime() - last > patienceNanos) {
            try {
                close();
            } catch (IOException closedAnyway) {
                check.cancel(false);
            }
        }
    }
}
