package io.sluice.support.sql;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Subject;
import io.sluice.support.status.StatusReports;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One component's way to the database, which may come and go: every use tells how it went, and the status follows. Thread-safe.
 */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final StatusReports statuses;
    private final Owner owner;
    private final AtomicReference<DataSource> source = new AtomicReference<>();
    private DataSource prepared;

    /**
     * Whose tables they are.
     *
     * @param store name of the store that statuses are about; their codes are this name with {@code .ready}, {@code
     *     .database.absent} and {@code .database.failed}
     * @param component as in {@link Migrations#apply}
     * @param steps as in {@link Migrations#apply}
     * @param things what is stored, at the beginning of a sentence, such as {@code Results}
     */
    public record Owner(String store, String component, List<String> steps, String things) {

        public Owner {
            steps = List.copyOf(steps);
        }
    }

    /** A piece of work within one transaction. */
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    public Database(StatusReports statuses, Owner owner) {
        this.statuses = statuses;
        this.owner = owner;
    }

    public void use(DataSource next) {
        source.set(next);
    }

    public void drop(DataSource gone) {
        source.compareAndSet(gone, null);
    }

    /** Reports how the store is before anybody uses it. */
    public void tryOut() {
        try {
            run(connection -> null);
        } catch (UnavailableException reported) {
            LOG.debug("Not available yet", reported);
        }
    }

    /** @throws UnavailableException when there is no database or it fails; the transaction is rolled back then */
    public <T> T run(Work<T> work) {
        DataSource database = source.get();
        if (database == null) {
            throw absent();
        }
        try {
            prepare(database);
            T result = transact(database, work);
            statuses.ok(subject(), owner.store() + ".ready", owner.things() + " are stored.");
            return result;
        } catch (SQLException error) {
            throw failed(error);
        }
    }

    /** As {@link #run}; when this returns, what was written survives a loss of power. */
    public <T> T runDurably(Work<T> work) {
        return run(connection -> {
            T result = work.on(connection);
            connection.commit();
            flush(connection);
            return result;
        });
    }

    /** Brings what was committed to the medium: H2 writes a commit to the file in time, but no further unless told to. */
    public static void flush(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
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
            Migrations.apply(database, owner.component(), owner.steps());
            prepared = database;
        }
    }

    private Subject subject() {
        return new Subject(Subject.STORE, owner.store());
    }

    private UnavailableException absent() {
        String code = owner.store() + ".database.absent";
        String message = owner.things() + " cannot be stored or read: there is no database.";
        String remedy = "See the status of store/main.";
        statuses.report(subject(), Health.FAILED, code, message, remedy);
        return new UnavailableException(code, message, remedy, null);
    }

    private UnavailableException failed(SQLException error) {
        String code = owner.store() + ".database.failed";
        String reason = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        String message = owner.things() + " cannot be stored or read: " + reason;
        String remedy = "See the status of store/main and the free disk space; it is tried again by itself.";
        statuses.report(subject(), Health.FAILED, code, message, remedy, Map.of("reason", reason));
        LOG.warn("The database failed", error);
        return new UnavailableException(code, message, remedy, error);
    }
}
