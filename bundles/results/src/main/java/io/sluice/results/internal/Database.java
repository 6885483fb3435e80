package io.sluice.results.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.sql.Migrations;
import io.sluice.support.status.StatusReports;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the database, which may come and go: every use tells how it went, and the status follows. Thread-safe.
 */
final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Subject SUBJECT = new Subject(Subject.STORE, "results");

    private final StatusReports statuses;
    private final AtomicReference<DataSource> source = new AtomicReference<>();
    private DataSource prepared;

    Database(StatusReports statuses) {
        this.statuses = statuses;
    }

    /** A piece of work on one connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    void use(DataSource next) {
        source.set(next);
    }

    void drop(DataSource gone) {
        source.compareAndSet(gone, null);
    }

    /** Reports how the store is before anybody uses it. */
    void tryOut() {
        try {
            run(connection -> null);
        } catch (UnavailableException reported) {
            LOG.debug("Not available at start", reported);
        }
    }

    /** @throws UnavailableException when there is no database or it fails; the transaction is rolled back then */
    <T> T run(Work<T> work) {
        DataSource database = source.get();
        if (database == null) {
            throw absent();
        }
        try {
            prepare(database);
            T result = transact(database, work);
            statuses.ok(SUBJECT, "results.ready", "Results are stored.");
            return result;
        } catch (SQLException error) {
            throw failed(error);
        }
    }

    private static <T> T transact(DataSource database, Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException error) {
                rollBack(connection, error);
                throw error;
            } finally {
                // A pool hands the connection on to others.
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException error) {
            cause.addSuppressed(error);
        }
    }

    private synchronized void prepare(DataSource database) throws SQLException {
        if (prepared != database) {
            Migrations.apply(database, Schema.COMPONENT, Schema.STEPS);
            prepared = database;
        }
    }

    private UnavailableException absent() {
        String message = "Results cannot be stored or searched: there is no database.";
        String remedy = "See the status of store/main.";
        statuses.report(SUBJECT, Health.FAILED, "results.database.absent", message, remedy);
        return new UnavailableException("results.database.absent", message, remedy, null);
    }

    private UnavailableException failed(SQLException error) {
        String reason = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        String message = "Results cannot be stored or searched: " + reason;
        String remedy = "See the status of store/main and the free disk space; it is tried again by itself.";
        statuses.report(
                SUBJECT, Health.FAILED, "results.database.failed", message, remedy, Map.of("reason", reason));
        LOG.warn("The database failed", error);
        return new UnavailableException("results.database.failed", message, remedy, error);
    }
}
