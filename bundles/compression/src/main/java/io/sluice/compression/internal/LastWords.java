package io.sluice.compression.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads what a process says of errors, so that it never waits for a reader, and keeps the latest. Thread-safe. */
final class LastWords {

    private static final int LINES = 8;
    private static final int LONGEST = 200;

    private final Deque<String> lines = new ArrayDeque<>();

    /** Reads in a thread that ends with the process. */
    LastWords(InputStream stream) {
        Thread thread = new Thread(() -> read(stream), "compression-errors");
        thread.setDaemon(true);
        thread.start();
    }

    synchronized String text() {
        return lines.isEmpty() ? "it said nothing" : String.join(" | ", lines);
    }

    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line.strip());
            }
        } catch (IOException closed) {
            // The process has ended.
        }
    }

    private synchronized void keep(String line) {
        if (line.isEmpty()) {
            return;
        }
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.substring(0, Math.min(LONGEST, line.length())));
    }
}
