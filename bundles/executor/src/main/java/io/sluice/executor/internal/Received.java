package io.sluice.executor.internal;

import io.sluice.support.sql.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Which letters of other nodes were taken, by their keys: a sender that did not hear the answer sends again. Remembered longer than a
 * letter waits in an outbox by default, and a good number of them in any case: a clock may be set to any time. Thread-safe.
 */
final class Received {

    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int IN_ANY_CASE = 100_000;

    private final Database database;

    Received(Database database) {
        this.database = database;
    }

    boolean knows(String sender, String key) {
        return database.run(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT 1 FROM executor_received WHERE sender = ? AND letter = ?")) {
                statement.setString(1, sender);
                statement.setString(2, digest(key));
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    /** Survives a loss of power when this returns. */
    void add(String sender, String key, Instant now) {
        database.runDurably(connection -> {
            try (PreparedStatement add = connection.prepareStatement(
                            "MERGE INTO executor_received (sender, letter, at_micros) VALUES (?, ?, ?)");
                    PreparedStatement forget =
                            connection.prepareStatement("DELETE FROM executor_received WHERE at_micros < ?"
                                    + " AND (SELECT COUNT(*) FROM executor_received) > " + IN_ANY_CASE)) {
                add.setString(1, sender);
                add.setString(2, digest(key));
                add.setLong(3, ChronoUnit.MICROS.between(Instant.EPOCH, now));
                add.executeUpdate();
                forget.setLong(1, ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(REMEMBERED)));
                forget.executeUpdate();
            }
            return null;
        });
    }

    private static String digest(String key) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
