package io.sluice.recorder.internal;

import io.sluice.api.recording.RecordingIndex;
import io.sluice.api.recording.Segment;
import io.sluice.support.sql.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The table of complete segments. Can be made anew from the files at any time. Thread-safe as its database is. */
final class IndexTable {

    private static final List<String> STEPS = List.of("""
            CREATE TABLE recorder_segment (
                id BIGINT PRIMARY KEY,
                camera VARCHAR(63) NOT NULL,
                segment_day VARCHAR(10) NOT NULL,
                start_micros BIGINT NOT NULL,
                end_micros BIGINT NOT NULL,
                start_time BIGINT NOT NULL,
                duration BIGINT NOT NULL,
                bytes BIGINT NOT NULL,
                init_bytes BIGINT NOT NULL,
                run BIGINT NOT NULL,
                codec VARCHAR(64) NOT NULL,
                width INT NOT NULL,
                height INT NOT NULL);
            CREATE INDEX recorder_segment_time ON recorder_segment (camera, start_micros);
            CREATE INDEX recorder_segment_days ON recorder_segment (camera, segment_day);
            CREATE TABLE recorder_camera (camera VARCHAR(63) PRIMARY KEY, max_age_hours INT NOT NULL)
            """);
    private static final String COLUMNS = "id, camera, start_micros, end_micros, start_time, duration, bytes,"
            + " init_bytes, run, codec, width, height";
    /**
     * Segments of a camera follow one another, so that only the last one that begins before can reach into the time.
     */
    private static final String OVERLAP = " FROM recorder_segment WHERE camera = ? AND start_micros < ?"
            + " AND end_micros > ? AND start_micros >= COALESCE((SELECT MAX(start_micros) FROM recorder_segment"
            + " WHERE camera = ? AND start_micros <= ?), ?)";

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final DataSource database;
    private final RecordingTree tree;

    /** Brings the table to the version this code knows. */
    IndexTable(DataSource database, RecordingTree tree) throws SQLException {
        this.database = database;
        this.tree = tree;
        Migrations.apply(database, "recorder", STEPS);
    }

    /** Writes and removes in one transaction. */
    void update(Collection<Segment> put, Collection<Long> removed) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement merge = connection.prepareStatement("MERGE INTO recorder_segment (segment_day, "
                            + COLUMNS + ") KEY (id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                    PreparedStatement delete =
                            connection.prepareStatement("DELETE FROM recorder_segment WHERE id = ?")) {
                for (Segment segment : put) {
                    set(merge, segment);
                    merge.addBatch();
                }
                merge.executeBatch();
                for (long id : removed) {
                    delete.setLong(1, id);
                    delete.addBatch();
                }
                delete.executeBatch();
                connection.commit();
            } catch (SQLException error) {
                connection.rollback();
                throw error;
            }
        }
    }

    List<Segment> overlapping(String camera, Instant from, Instant to) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT " + COLUMNS + OVERLAP + " ORDER BY start_micros, id")) {
            overlap(query, camera, from, to);
            return segments(query);
        }
    }

    /** First start and last end of each run that overlaps the time, by run. */
    Map<Long, RecordingIndex.Span> runs(String camera, Instant from, Instant to) throws SQLException {
        Map<Long, RecordingIndex.Span> runs = new TreeMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT run, MIN(start_micros), MAX(end_micros)" + OVERLAP + " GROUP BY run")) {
            overlap(query, camera, from, to);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    runs.put(rows.getLong(1), new RecordingIndex.Span(time(rows.getLong(2)), time(rows.getLong(3))));
                }
            }
        }
        return runs;
    }

    List<Segment> byId(long id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT " + COLUMNS + " FROM recorder_segment WHERE id = ?")) {
            query.setLong(1, id);
            return segments(query);
        }
    }

    /** Segments of a camera in the folder of a day. */
    List<Segment> ofDay(String camera, String day) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS
                        + " FROM recorder_segment WHERE camera = ? AND segment_day = ? ORDER BY id")) {
            query.setString(1, camera);
            query.setString(2, day);
            return segments(query);
        }
    }

    List<String> cameras() throws SQLException {
        return texts("SELECT DISTINCT camera FROM recorder_segment ORDER BY camera");
    }

    List<String> days(String camera) throws SQLException {
        return texts("SELECT DISTINCT segment_day FROM recorder_segment WHERE camera = ? ORDER BY segment_day", camera);
    }

    long bytes() throws SQLException {
        return Long.parseLong(texts("SELECT COALESCE(SUM(bytes), 0) FROM recorder_segment").get(0));
    }

    /** Remembers the limit of a camera, which holds for what it recorded when the camera itself is gone. */
    void limitAge(String camera, int hours) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement merge = connection.prepareStatement(
                        "MERGE INTO recorder_camera (camera, max_age_hours) KEY (camera) VALUES (?, ?)")) {
            merge.setString(1, camera);
            merge.setInt(2, hours);
            merge.executeUpdate();
        }
    }

    Map<String, Integer> ageLimits() throws SQLException {
        Map<String, Integer> limits = new TreeMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT camera, max_age_hours FROM recorder_camera");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                limits.put(rows.getString(1), rows.getInt(2));
            }
        }
        return limits;
    }

    private List<String> texts(String sql, String... parameters) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                query.setString(index + 1, parameters[index]);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }

    private List<Segment> segments(PreparedStatement query) throws SQLException {
        List<Segment> segments = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Path file = tree.path(new SegmentName(row.getString(2), row.getLong(1)));
                segments.add(new Segment(row.getLong(1), row.getString(2), file, time(row.getLong(3)),
                        time(row.getLong(4)), row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8),
                        row.getLong(9), row.getString(10), row.getInt(11), row.getInt(12), true));
            }
        }
        return segments;
    }

    private static void overlap(PreparedStatement query, String camera, Instant from, Instant to) throws SQLException {
        query.setString(1, camera);
        query.setLong(2, micros(to));
        query.setLong(3, micros(from));
        query.setString(4, camera);
        query.setLong(5, micros(from));
        query.setLong(6, micros(from));
    }

    private static void set(PreparedStatement merge, Segment segment) throws SQLException {
        merge.setString(1, new SegmentName(segment.cameraId(), segment.id()).day());
        merge.setLong(2, segment.id());
        merge.setString(3, segment.cameraId());
        merge.setLong(4, micros(segment.start()));
        merge.setLong(5, micros(segment.end()));
        merge.setLong(6, segment.startTime());
        merge.setLong(7, segment.durationTicks());
        merge.setLong(8, segment.bytes());
        merge.setLong(9, segment.initBytes());
        merge.setLong(10, segment.run());
        merge.setString(11, segment.codecString());
        merge.setInt(12, segment.width());
        merge.setInt(13, segment.height());
    }

    /** Times too far away to be counted in microseconds are as good as the farthest that can be. */
    private static long micros(Instant time) {
        Instant counted = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return counted.getEpochSecond() * 1_000_000 + counted.getNano() / 1000;
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
