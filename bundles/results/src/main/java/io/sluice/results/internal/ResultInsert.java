package io.sluice.results.internal;

import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Measurement;
import io.sluice.api.result.StoredResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes results within one transaction, leaving out pictures already there. One writer at a time. */
final class ResultInsert {

    private static final String KNOWN =
            "SELECT 1 FROM result WHERE camera = ? AND wall_micros = ? AND model = ? AND media_time = ?";
    private static final String RESULT = "INSERT INTO result"
            + " (id, camera, model, model_version, wall_micros, media_time, sequence) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String DETECTION = "INSERT INTO result_detection"
            + " (id, label, score, x, y, width, height, track_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String LABEL =
            "INSERT INTO result_label (id, result_id, label, camera, wall_micros) VALUES (?, ?, ?, ?, ?)";
    private static final String CROSSING = "INSERT INTO result_crossing"
            + " (id, result_id, ordinal, camera, wall_micros, kind, place, track_id, label)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String MEASUREMENT =
            "INSERT INTO result_measurement (id, name, quantity, unit, confidence) VALUES (?, ?, ?, ?, ?)";

    private static final String EMBEDDING = "INSERT INTO result_embedding (id, vector) VALUES (?, ?)";

    private ResultInsert() {}

    /** @return what is new, with ids that rise in the order given */
    static List<StoredResult> insert(Connection connection, List<AnalysisResult> results) throws SQLException {
        List<AnalysisResult> fresh = fresh(connection, results);
        if (fresh.isEmpty()) {
            return List.of();
        }
        List<StoredResult> stored = numbered(connection, fresh);
        try (PreparedStatement result = connection.prepareStatement(RESULT);
                PreparedStatement detection = connection.prepareStatement(DETECTION);
                PreparedStatement label = connection.prepareStatement(LABEL);
                PreparedStatement crossing = connection.prepareStatement(CROSSING);
                PreparedStatement measurement = connection.prepareStatement(MEASUREMENT);
                PreparedStatement embedding = connection.prepareStatement(EMBEDDING)) {
            for (StoredResult one : stored) {
                add(result, one);
                addDetections(detection, label, one);
                addCrossings(crossing, one);
                addMeasurements(measurement, one);
                addEmbeddings(embedding, one);
            }
            result.executeBatch();
            detection.executeBatch();
            label.executeBatch();
            crossing.executeBatch();
            measurement.executeBatch();
            embedding.executeBatch();
        }
        return stored;
    }

    private record Picture(String camera, long wallMicros, String model, long mediaTime) {
        static Picture of(AnalysisResult result) {
            var frame = result.frame();
            return new Picture(
                    frame.cameraId(), Times.micros(frame.wallClock()), result.modelId(), frame.mediaTime());
        }
    }

    private static List<AnalysisResult> fresh(Connection connection, List<AnalysisResult> results)
            throws SQLException {
        List<AnalysisResult> fresh = new ArrayList<>(results.size());
        Set<Picture> pictures = new HashSet<>();
        try (PreparedStatement known = connection.prepareStatement(KNOWN)) {
            for (AnalysisResult result : results) {
                Picture picture = Picture.of(result);
                if (pictures.add(picture) && !exists(known, picture)) {
                    fresh.add(result);
                }
            }
        }
        return fresh;
    }

    private static boolean exists(PreparedStatement known, Picture picture) throws SQLException {
        known.setString(1, picture.camera());
        known.setLong(2, picture.wallMicros());
        known.setString(3, picture.model());
        known.setLong(4, picture.mediaTime());
        try (ResultSet rows = known.executeQuery()) {
            return rows.next();
        }
    }

    /** Ids come from a counter in the same transaction: they never fall, even after all results were deleted. */
    private static List<StoredResult> numbered(Connection connection, List<AnalysisResult> results)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE result_counter SET last_id = last_id + " + results.size());
            try (ResultSet rows = statement.executeQuery("SELECT last_id FROM result_counter")) {
                rows.next();
                long id = rows.getLong(1) - results.size();
                List<StoredResult> stored = new ArrayList<>(results.size());
                for (AnalysisResult result : results) {
                    stored.add(new StoredResult(++id, result));
                }
                return stored;
            }
        }
    }

    private static void add(PreparedStatement insert, StoredResult stored) throws SQLException {
        AnalysisResult result = stored.result();
        insert.setLong(1, stored.id());
        insert.setString(2, result.frame().cameraId());
        insert.setString(3, result.modelId());
        insert.setString(4, result.modelVersion());
        insert.setLong(5, Times.micros(result.frame().wallClock()));
        insert.setLong(6, result.frame().mediaTime());
        insert.setLong(7, result.frame().sequence());
        insert.addBatch();
    }

    private static void addDetections(PreparedStatement insert, PreparedStatement label, StoredResult stored)
            throws SQLException {
        Set<String> labels = new HashSet<>();
        int ordinal = 0;
        for (Detection detection : stored.result().detections()) {
            insert.setLong(1, Schema.part(stored.id(), ordinal++));
            insert.setString(2, detection.label());
            insert.setDouble(3, detection.score());
            insert.setDouble(4, detection.box().x());
            insert.setDouble(5, detection.box().y());
            insert.setDouble(6, detection.box().width());
            insert.setDouble(7, detection.box().height());
            if (detection.trackId().isPresent()) {
                insert.setLong(8, detection.trackId().getAsLong());
            } else {
                insert.setNull(8, Types.BIGINT);
            }
            insert.addBatch();
            if (labels.add(detection.label())) {
                label.setLong(1, Schema.part(stored.id(), labels.size() - 1));
                label.setLong(2, stored.id());
                label.setString(3, detection.label());
                label.setString(4, stored.result().frame().cameraId());
                label.setLong(5, Times.micros(stored.result().frame().wallClock()));
                label.addBatch();
            }
        }
    }

    private static void addCrossings(PreparedStatement insert, StoredResult stored) throws SQLException {
        int ordinal = 0;
        for (Crossing crossing : stored.result().crossings()) {
            insert.setLong(1, Schema.part(stored.id(), ordinal));
            insert.setLong(2, stored.id());
            insert.setInt(3, ordinal++);
            insert.setString(4, stored.result().frame().cameraId());
            insert.setLong(5, Times.micros(stored.result().frame().wallClock()));
            insert.setString(6, crossing.kind().name());
            insert.setString(7, crossing.place());
            insert.setLong(8, crossing.trackId());
            insert.setString(9, crossing.label());
            insert.addBatch();
        }
    }

    private static void addMeasurements(PreparedStatement insert, StoredResult stored) throws SQLException {
        int ordinal = 0;
        for (Measurement measurement : stored.result().measurements()) {
            insert.setLong(1, Schema.part(stored.id(), ordinal++));
            insert.setString(2, measurement.name());
            insert.setDouble(3, measurement.value());
            insert.setString(4, measurement.unit());
            insert.setDouble(5, measurement.confidence());
            insert.addBatch();
        }
    }

    private static void addEmbeddings(PreparedStatement insert, StoredResult stored) throws SQLException {
        int ordinal = 0;
        for (Detection detection : stored.result().detections()) {
            Optional<byte[]> vector = detection.embedding().flatMap(Vectors::bytes);
            if (vector.isPresent()) {
                insert.setLong(1, Schema.part(stored.id(), ordinal));
                insert.setBytes(2, vector.get());
                insert.addBatch();
            }
            ordinal++;
        }
    }
}
