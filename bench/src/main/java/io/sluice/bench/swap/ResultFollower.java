package io.sluice.bench.swap;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Gateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Follows a camera's results as a page does, by server-sent events. */
final class ResultFollower implements AutoCloseable {

    private static final long PATIENCE_MS = 30_000;

    private final ObjectMapper json = new ObjectMapper();
    private final InputStream stream;
    private final Thread reader;
    private long newest;

    ResultFollower(Gateway gateway, String camera) throws IOException {
        stream = gateway.address("/api/events?topics=result&camera=" + camera).toURL().openStream();
        reader = new Thread(this::read, "bench-results");
        reader.setDaemon(true);
        reader.start();
    }

    /** Sequence of the latest picture a result came for. */
    synchronized long newest() {
        return newest;
    }

    synchronized void awaitNewer(long sequence) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        while (newest <= sequence) {
            long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                throw new AssertionError("no result newer than picture " + sequence + " within " + PATIENCE_MS + " ms");
            }
            wait(left);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    seen(json.readTree(line.substring(5)).path("sequence").asLong());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The gateway was stopped.
        }
    }

    private synchronized void seen(long sequence) {
        newest = Math.max(newest, sequence);
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
