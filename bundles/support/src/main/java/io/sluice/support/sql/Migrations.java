package io.sluice.support.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Brings one component's tables to the version its code expects. Step n of the list makes version n out of version n-1; a
 * step that was released is never changed, only followed by another. Each step and its note are one transaction where the
 * database's DDL allows it; otherwise steps must bear being repeated ({@code IF NOT EXISTS}).
 */
public final class Migrations {

    private static final String VERSIONS =
            "CREATE TABLE IF NOT EXISTS schema_version (component VARCHAR(64) PRIMARY KEY, version INT NOT NULL)";

    private Migrations() {}

    /**
     * @param component owner of the tables; its name stands before theirs
     * @param steps each one or more statements, separated by semicolons at the end of a line
     * @throws SQLException also when the tables are of a later version than this code knows
     */
    public static void apply(DataSource database, String component, List<String> steps) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(VERSIONS);
                int version = versionOf(connection, component);
                if (version > steps.size()) {
                    throw new SQLException("The tables of " + component + " have version " + version
                            + ", but this software knows versions up to " + steps.size() + " only.");
                }
                for (int next = version + 1; next <= steps.size(); next++) {
                    for (String sql : steps.get(next - 1).split(";\\s*(\n|$)")) {
                        if (!sql.isBlank()) {
                            statement.execute(sql);
                        }
                    }
                    note(connection, component, next);
                    connection.commit();
                }
                connection.commit();
            } catch (SQLException error) {
                connection.rollback();
                throw error;
            }
        }
    }

    private static int versionOf(Connection connection, String component) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT version FROM schema_version WHERE component = ?")) {
            query.setString(1, component);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    private static void note(Connection connection, String component, int version) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE schema_version SET version = ? WHERE component = ?")) {
            update.setInt(1, version);
            update.setString(2, component);
            if (update.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO schema_version (version, component) VALUES (?, ?)")) {
            insert.setInt(1, version);
            insert.setString(2, component);
            insert.executeUpdate();
        }
    }
}
