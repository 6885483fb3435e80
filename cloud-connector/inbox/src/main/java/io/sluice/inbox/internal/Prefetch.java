package io.sluice.inbox.internal;

import io.sluice.api.error.SluiceException;
import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the parts of results as soon as they came. A sender that is away is asked again after some seconds, and keeps nobody else
 * waiting; up to which result all is done is kept, so that a restart goes on from there. One thread of its own.
 */
final class Prefetch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Prefetch.class);
    private static final long PAUSE_SECONDS = 5;

    private final Path file;
    private final Reading reading;
    private final Set<Long> waiting = new TreeSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "inbox-parts");
        made.setDaemon(true);
        return made;
    });
    private long latest;

    Prefetch(Path folder, Reading reading) {
        this.file = folder.resolve("fetched");
        this.reading = reading;
        latest = done();
        thread.scheduleWithFixedDelay(this::round, 0, PAUSE_SECONDS, TimeUnit.SECONDS);
    }

    /** One more result is there. */
    void came() {
        if (!thread.isShutdown()) {
            thread.execute(this::round);
        }
    }

    private void round() {
        try {
            for (Long id : reading.after(latest)) {
                latest = id;
                waiting.add(id);
            }
            if (waiting.isEmpty()) {
                return;
            }
            Set<String> away = new HashSet<>();
            waiting.removeIf(id -> fetched(id, away));
            long first = waiting.stream().findFirst().orElse(latest + 1);
            Files.write(file, Long.toString(first - 1).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | RuntimeException error) {
            LOG.warn("Fetching parts of results failed", error);
        }
    }

    /** @return whether nothing more is to be done for it */
    private boolean fetched(long id, Set<String> away) {
        try {
            reading.fetch(id, away);
            return true;
        } catch (UnavailableException later) {
            LOG.debug("Parts of result {} are fetched later", id, later);
            return false;
        } catch (SluiceException never) {
            LOG.warn("Parts of result {} cannot be fetched: {}", id, never.getMessage());
            return true;
        }
    }

    private long done() {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException damaged) {
            LOG.warn("How far parts were fetched is not known; all are looked at", damaged);
            return 0;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
