package io.sluice.results.internal;

import io.sluice.api.frame.FrameStamp;
import io.sluice.api.frame.Region;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.Crossing;
import io.sluice.api.result.Detection;
import io.sluice.api.result.ResultQuery;
import io.sluice.api.result.StoredResult;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the results that a query asks for, with all that belongs to them: three statements, however many results. */
final class ResultSelect {

    private static final String DETECTIONS = "SELECT result_id, label, score, x, y, width, height, track_id"
            + " FROM result_detection WHERE result_id = ANY(?) ORDER BY result_id, ordinal";
    private static final String CROSSINGS = "SELECT result_id, kind, place, track_id, label"
            + " FROM result_crossing WHERE result_id = ANY(?) ORDER BY result_id, ordinal";

    private ResultSelect() {}

    static List<StoredResult> find(Connection connection, ResultQuery query) throws SQLException {
        List<Head> heads = heads(connection, QueryPlan.of(query));
        if (heads.isEmpty()) {
            return List.of();
        }
        Array ids = connection.createArrayOf("BIGINT", heads.stream().map(Head::id).toArray());
        try {
            Map<Long, List<Detection>> detections =
                    children(connection, DETECTIONS, ids, ResultSelect::detection);
            Map<Long, List<Crossing>> crossings = children(connection, CROSSINGS, ids, ResultSelect::crossing);
            return heads.stream()
                    .map(head -> head.with(
                            detections.getOrDefault(head.id(), List.of()),
                            crossings.getOrDefault(head.id(), List.of())))
                    .toList();
        } finally {
            ids.free();
        }
    }

    private record Head(long id, FrameStamp frame, String model, String modelVersion) {
        StoredResult with(List<Detection> detections, List<Crossing> crossings) {
            return new StoredResult(id, new AnalysisResult(frame, model, modelVersion, detections, crossings));
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
                            rows.getString("camera"), rows.getLong("sequence"), rows.getLong("media_time"),
                            Times.instant(rows.getLong("wall_micros")));
                    heads.add(new Head(
                            rows.getLong("id"), frame, rows.getString("model"), rows.getString("model_version")));
                }
            }
            return heads;
        }
    }

    private static <T> Map<Long, List<T>> children(Connection connection, String sql, Array ids, Row<T> reader)
            throws SQLException {
        Map<Long, List<T>> children = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    children.computeIfAbsent(rows.getLong("result_id"), id -> new ArrayList<>())
                            .add(reader.read(rows));
                }
            }
        }
        return children;
    }

    private static Detection detection(ResultSet row) throws SQLException {
        Region box = new Region(
                row.getDouble("x"), row.getDouble("y"), row.getDouble("width"), row.getDouble("height"));
        long track = row.getLong("track_id");
        OptionalLong trackId = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(track);
        return new Detection(row.getString("label"), row.getDouble("score"), box, trackId);
    }

    private static Crossing crossing(ResultSet row) throws SQLException {
        return new Crossing(
                Crossing.Kind.valueOf(row.getString("kind")), row.getString("place"), row.getLong("track_id"),
                row.getString("label"));
    }
}
