package io.sluice.store.internal;

import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database on a thread of its own, again and again until it succeeds; sets a damaged file aside; brings
 * commits to the disk every few seconds. All its work is on that one thread.
 */
final class StoreKeeper {

    static final Subject MAIN = new Subject(Subject.STORE, "main");

    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);
    private static final DateTimeFormatter MARK =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);
    private static final long SECONDS_BETWEEN = 2;

    private final Path base;
    private final StoreConfig config;
    private final StatusReports reports;
    private final Function<DataSource, ServiceRegistration<DataSource>> offer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "store");
        made.setDaemon(true);
        return made;
    });
    private final ScheduledFuture<?> rounds;
    private H2Database database;
    private ServiceRegistration<DataSource> registration;

    /** @param offer registers the open database as a service */
    StoreKeeper(
            Path base,
            StoreConfig config,
            StatusReports reports,
            Function<DataSource, ServiceRegistration<DataSource>> offer) {
        this.base = base;
        this.config = config;
        this.reports = reports;
        this.offer = offer;
        reports.report(MAIN, Health.UNKNOWN, "store.opening", "The database is being opened.", "");
        rounds = thread.scheduleWithFixedDelay(this::round, 0, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }

    /** Takes the service back and closes the database in order. */
    void close() throws InterruptedException {
        rounds.cancel(false);
        thread.execute(this::shut);
        thread.shutdown();
        if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
            LOG.warn("The database takes long to close");
        }
    }

    private void round() {
        try {
            if (database == null) {
                open();
            } else {
                database.sync();
            }
        } catch (SQLException | IOException | RuntimeException error) {
            fail(error);
        }
    }

    private void open() throws SQLException, IOException {
        Files.createDirectories(base.toAbsolutePath().getParent());
        try {
            offer(H2Database.open(base, config.cache_kib(), config.connections()));
            reports.ok(MAIN, "store.ok", "The database is open.");
        } catch (SQLException error) {
            if (!H2Database.damaged(error) || !Files.exists(H2Database.fileOf(base))) {
                throw error;
            }
            replace(error);
        }
    }

    private void replace(SQLException cause) throws SQLException, IOException {
        Path kept = H2Database.setAside(base, MARK.format(Instant.now()));
        LOG.warn("The database was damaged; it was kept as {} and a new one begun", kept, cause);
        offer(H2Database.open(base, config.cache_kib(), config.connections()));
        String reason = firstLine(cause);
        reports.report(MAIN, Health.DEGRADED, "store.replaced",
                "The database could not be read (" + reason + ") and a new one was begun; stored results are missing."
                        + " The index of recordings is rebuilt from the files.",
                "Restore a backup over the database file, or accept the loss. The damaged file was kept as " + kept
                        + ".",
                Map.of("cause", reason, "file", kept.toString()));
    }

    private void fail(Exception error) {
        String reason = firstLine(error);
        if (error instanceof SQLException sql && H2Database.inUse(sql)) {
            reports.report(MAIN, Health.FAILED, "store.in_use",
                    "Another process has the database " + base + " open.",
                    "Stop the other gateway, or give this one a data folder of its own.",
                    Map.of("file", base.toString()));
        } else {
            reports.report(MAIN, Health.FAILED, "store.unavailable",
                    "The database " + base + " cannot be used: " + reason,
                    "Check that the folder can be written to and the disk has space; it is tried again every few"
                            + " seconds.",
                    Map.of("file", base.toString(), "cause", reason));
        }
        LOG.warn("The database {} cannot be used: {}", base, reason);
        shut();
    }

    private void offer(H2Database opened) {
        database = opened;
        registration = offer.apply(opened.dataSource());
    }

    private void shut() {
        if (database == null) {
            return;
        }
        try {
            registration.unregister();
        } catch (IllegalStateException alreadyGone) {
            // The framework unregisters for a bundle that stops.
        }
        try {
            database.close();
        } catch (SQLException error) {
            LOG.warn("The database did not close in order: {}", firstLine(error));
        }
        database = null;
    }

    private static String firstLine(Exception error) {
        String message = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }
}
