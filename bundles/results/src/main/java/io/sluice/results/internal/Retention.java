package io.sluice.results.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes what is too old or too much, a few results at a time so that nobody waits long.
 *
 * @param maxAge no limit when zero
 * @param maxResults no limit when 0
 */
record Retention(Duration maxAge, long maxResults) {

    private static final int AT_ONCE = 500;

    private static final String BY_AGE =
            "SELECT id FROM result WHERE wall_micros < ? FETCH FIRST " + AT_ONCE + " ROWS ONLY";
    private static final String OLDEST = "SELECT id FROM result ORDER BY id FETCH FIRST ? ROWS ONLY";
    private static final List<String> PARTS =
            List.of("result_detection", "result_embedding", "result_label", "result_crossing", "result_measurement");

    /** @return how many were deleted; 0 when all is within the limits */
    int prune(Connection connection, Instant now) throws SQLException {
        List<Long> ids = tooOld(connection, now);
        if (ids.isEmpty()) {
            ids = tooMany(connection);
        }
        if (!ids.isEmpty()) {
            delete(connection, ids);
        }
        return ids.size();
    }

    private List<Long> tooOld(Connection connection, Instant now) throws SQLException {
        return maxAge.isZero() ? List.of() : ids(connection, BY_AGE, Times.micros(now.minus(maxAge)));
    }

    private List<Long> tooMany(Connection connection) throws SQLException {
        if (maxResults == 0) {
            return List.of();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM result")) {
            rows.next();
            long surplus = rows.getLong(1) - maxResults;
            return surplus <= 0 ? List.of() : ids(connection, OLDEST, Math.min(surplus, AT_ONCE));
        }
    }

    private static List<Long> ids(Connection connection, String sql, long argument) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, argument);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    private static void delete(Connection connection, List<Long> ids) throws SQLException {
        for (String table : PARTS) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE id >= ? AND id < ?")) {
                for (long id : ids) {
                    delete.setLong(1, Schema.part(id, 0));
                    delete.setLong(2, Schema.part(id + 1, 0));
                    delete.addBatch();
                }
                delete.executeBatch();
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM result WHERE id = ?")) {
            for (long id : ids) {
                delete.setLong(1, id);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }
}
