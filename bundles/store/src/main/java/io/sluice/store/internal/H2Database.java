package io.sluice.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * One H2 database in a file, with its pool of connections. A commit is written to the file at once, so that it survives
 * the end of the process at any moment; {@link #sync()} makes it survive a loss of power too.
 */
final class H2Database implements AutoCloseable {

    private static final String ENDING = ".mv.db";
    private static final int LOGIN_TIMEOUT_SECONDS = 10;

    private final JdbcConnectionPool pool;

    private H2Database(JdbcConnectionPool pool) {
        this.pool = pool;
    }

    /**
     * Opens the database, making it where there is none.
     *
     * @param base path without ending
     * @throws SQLException when it cannot be opened; {@link #damaged} tells whether the file is the cause
     */
    static H2Database open(Path base, int cacheKib, int connections) throws SQLException {
        String url = "jdbc:h2:file:" + base.toAbsolutePath()
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;CACHE_SIZE=" + cacheKib;
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
        pool.setMaxConnections(connections);
        pool.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
        H2Database database = new H2Database(pool);
        try {
            database.probe();
            return database;
        } catch (SQLException error) {
            pool.dispose();
            throw error;
        }
    }

    /** Whether opening failed because of what is in the file: it will not become better by itself. */
    static boolean damaged(SQLException error) {
        int code = error.getErrorCode();
        return code == ErrorCode.FILE_CORRUPTED_1
                || code == ErrorCode.FILE_VERSION_ERROR_1
                || code == ErrorCode.GENERAL_ERROR_1;
    }

    /** Whether another process has it open. */
    static boolean inUse(SQLException error) {
        return error.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
    }

    /** The file of a database. */
    static Path fileOf(Path base) {
        return base.resolveSibling(base.getFileName() + ENDING);
    }

    /** Renames the file of a closed database, so that a new one can begin; the new path. */
    static Path setAside(Path base, String mark) throws IOException {
        return Files.move(fileOf(base), base.resolveSibling(base.getFileName() + ".damaged-" + mark + ENDING));
    }

    DataSource dataSource() {
        return pool;
    }

    /** Brings all commits to the disk itself. */
    void sync() throws SQLException {
        execute("CHECKPOINT SYNC");
    }

    /** Closes it in order; connections still out fail from now on. */
    @Override
    public void close() throws SQLException {
        try {
            execute("SHUTDOWN");
        } finally {
            pool.dispose();
        }
    }

    /**
     * Reads the catalogue and the beginning of each table, which finds most damage before anybody relies on the data.
     */
    private void probe() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                var tables = statement.executeQuery("SELECT QUOTE_IDENT(TABLE_NAME) FROM INFORMATION_SCHEMA.TABLES"
                        + " WHERE TABLE_SCHEMA = 'PUBLIC' AND TABLE_TYPE = 'BASE TABLE'")) {
            while (tables.next()) {
                try (Statement first = connection.createStatement()) {
                    first.executeQuery("SELECT * FROM " + tables.getString(1) + " FETCH FIRST ROW ONLY").close();
                }
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
