package io.sluice.bench.modelswitch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.itest.harness.Gateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Follows the results of all cameras, and counts the pictures between them that the sample rate chose and nobody looked at. */
final class VersionFollower implements AutoCloseable {

    private static final long PATIENCE_MS = 60_000;
    private static final long TICKS = 90_000;

    private final ObjectMapper json = new ObjectMapper();
    private final InputStream stream;
    private final long interval;
    private final Map<String, Long> lastTime = new HashMap<>();
    private final Map<String, String> version = new HashMap<>();
    private long analysed;
    private long unanalysed;

    VersionFollower(Gateway gateway, int framesPerSecond) throws IOException {
        interval = TICKS / framesPerSecond;
        stream = gateway.address("/api/events?topics=result").toURL().openStream();
        Thread reader = new Thread(this::read, "bench-results");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until so many cameras have a result of this version. */
    synchronized void awaitVersion(String wanted, int cameras) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        while (version.values().stream().filter(wanted::equals).count() < cameras) {
            long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                throw new AssertionError("version " + wanted + " was not taken everywhere: " + version);
            }
            wait(left);
        }
    }

    /** Counts from here on. */
    synchronized void restart() {
        analysed = 0;
        unanalysed = 0;
    }

    synchronized long analysed() {
        return analysed;
    }

    synchronized long unanalysed() {
        return unanalysed;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    seen(json.readTree(line.substring(5)));
                }
            }
        } catch (IOException | UncheckedIOException stopped) {
            // The gateway was stopped.
        }
    }

    private synchronized void seen(JsonNode result) {
        String camera = result.path("camera").asText();
        if (camera.isEmpty()) {
            return;
        }
        long time = result.path("mediaTime").asLong();
        Long before = lastTime.put(camera, time);
        if (before != null && time > before) {
            unanalysed += Math.round((double) (time - before) / interval) - 1;
        }
        analysed++;
        version.put(camera, result.path("modelVersion").asText());
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
