package io.sluice.results.internal;

import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.result.Embedding;
import io.sluice.api.result.Measurement;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.StoredResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the results that a query asks for, with all that belongs to them: five statements, however many results. */
final class ResultSelect {

    private static final String DETECTIONS = "SELECT p.id, p.label, p.score, p.x, p.y, p.width, p.height, p.track_id"
            + " FROM result_detection p";
    private static final String CROSSINGS = "SELECT p.id, p.kind, p.place, p.track_id, p.label FROM result_crossing p";
    private static final String MEASUREMENTS =
            "SELECT p.id, p.name, p.quantity, p.unit, p.confidence FROM result_measurement p";
    private static final String EMBEDDINGS = "SELECT p.id, p.vector FROM result_embedding p";
    private static final String OF_A_RANGE = " WHERE p.id >= ? AND p.id < ? ORDER BY p.id";
    private static final String OF_SOME = " JOIN result r ON p.id >= r.id * " + Schema.MOST_PARTS
            + " AND p.id < (r.id + 1) * " + Schema.MOST_PARTS + " WHERE r.id = ANY(?) ORDER BY p.id";
    /** Up to so many results are read for one that is wanted before it pays to look each up. */
    private static final long SPARSE = 4;

    private ResultSelect() {}

    static List<StoredResult> find(Connection connection, ResultQuery query) throws SQLException {
        List<Head> heads = heads(connection, QueryPlan.of(query));
        if (heads.isEmpty()) {
            return List.of();
        }
        Map<Long, Embedding> embeddings = new HashMap<>();
        parts(connection, EMBEDDINGS, heads, row -> embeddings.put(row.getLong(1), Vectors.embedding(row.getBytes(2))));
        Map<Long, List<Detection>> detections = parts(connection, DETECTIONS, heads, row -> detection(row, embeddings));
        Map<Long, List<Crossing>> crossings = parts(connection, CROSSINGS, heads, ResultSelect::crossing);
        Map<Long, List<Measurement>> measurements = parts(connection, MEASUREMENTS, heads, ResultSelect::measurement);
        return heads.stream()
                .map(head -> head.with(
                        detections.getOrDefault(head.id(), List.of()), crossings.getOrDefault(head.id(), List.of()),
                        measurements.getOrDefault(head.id(), List.of())))
                .toList();
    }

    private record Head(long id, FrameStamp frame, String model, String modelVersion) {
        StoredResult with(
                List<Detection> detections, List<Crossing> crossings, List<Measurement> measurements) {
            return new StoredResult(
                    id, new AnalysisResult(frame, model, modelVersion, detections, crossings, measurements));
        }
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static List<Head> heads(Connection connection, QueryPlan plan) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(plan.sql())) {
            for (int i = 0; i < plan.arguments().size(); i++) {
                select.setObject(i + 1, plan.arguments().get(i));
            }
            List<Head> heads = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    FrameStamp frame = new FrameStamp(
                            rows.getString(2), rows.getLong(7), rows.getLong(6), Times.instant(rows.getLong(5)));
                    heads.add(new Head(rows.getLong(1), frame, rows.getString(3), rows.getString(4)));
                }
            }
            return heads;
        }
    }

    private static <T> Map<Long, List<T>> parts(
            Connection connection, String select, List<Head> heads, Row<T> reader) throws SQLException {
        long first = heads.stream().mapToLong(Head::id).min().orElseThrow();
        long last = heads.stream().mapToLong(Head::id).max().orElseThrow();
        boolean range = last - first < SPARSE * heads.size();
        try (PreparedStatement statement = connection.prepareStatement(select + (range ? OF_A_RANGE : OF_SOME))) {
            if (range) {
                statement.setLong(1, Schema.part(first, 0));
                statement.setLong(2, Schema.part(last + 1, 0));
            } else {
                statement.setArray(1, connection.createArrayOf("BIGINT", heads.stream().map(Head::id).toArray()));
            }
            Map<Long, List<T>> parts = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    parts.computeIfAbsent(Schema.resultOf(rows.getLong(1)), id -> new ArrayList<>())
                            .add(reader.read(rows));
                }
            }
            return parts;
        }
    }

    private static Detection detection(ResultSet row, Map<Long, Embedding> embeddings) throws SQLException {
        Region box = new Region(row.getDouble(4), row.getDouble(5), row.getDouble(6), row.getDouble(7));
        long track = row.getLong(8);
        OptionalLong trackId = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(track);
        return new Detection(row.getString(2), row.getDouble(3), box, trackId,
                Optional.ofNullable(embeddings.get(row.getLong(1))));
    }

    private static Crossing crossing(ResultSet row) throws SQLException {
        return new Crossing(
                Crossing.Kind.valueOf(row.getString(2)), row.getString(3), row.getLong(4), row.getString(5));
    }

    private static Measurement measurement(ResultSet row) throws SQLException {
        return new Measurement(row.getString(2), row.getDouble(3), row.getString(4), row.getDouble(5));
    }
}
