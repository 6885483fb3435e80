package io.sluice.results.internal;

import io.sluice.api.result.ResultQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * The statement for a query. It begins at the table whose index narrows most and has the order wanted, so that a limit
 * ends the reading: by id for who follows, else crossings (rare), else a label, else the results themselves.
 *
 * @param sql with a question mark for each argument
 */
record QueryPlan(String sql, List<Object> arguments) {

    private static final String HEAD =
            "SELECT r.id, r.camera, r.model, r.model_version, r.wall_micros, r.media_time, r.sequence FROM ";

    static QueryPlan of(ResultQuery query) {
        boolean following = query.afterId().isPresent() && !query.newestFirst();
        List<String> conditions = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        String from;
        String time;
        if (!following && query.onlyCrossings()) {
            from = "result_crossing c JOIN result r ON r.id = c.result_id";
            time = "c";
            conditions.add("c.ordinal = 0");
        } else if (!following && query.label().isPresent()) {
            from = "result_label l JOIN result r ON r.id = l.result_id";
            time = "l";
        } else {
            from = "result r";
            time = "r";
        }
        query.label().ifPresent(label -> {
            conditions.add(time.equals("l")
                    ? "l.label = ?"
                    : "EXISTS (SELECT 1 FROM result_label l WHERE l.result_id = r.id AND l.label = ?)");
            arguments.add(label);
        });
        if (query.onlyCrossings() && following) {
            conditions.add("EXISTS (SELECT 1 FROM result_crossing c WHERE c.result_id = r.id)");
        }
        query.cameraId().ifPresent(camera -> {
            conditions.add(time + ".camera = ?");
            arguments.add(camera);
        });
        query.from().ifPresent(start -> {
            conditions.add(time + ".wall_micros >= ?");
            arguments.add(Times.microsCeiling(start));
        });
        query.to().ifPresent(to -> {
            conditions.add(time + ".wall_micros < ?");
            arguments.add(Times.microsCeiling(to));
        });
        query.afterId().ifPresent(id -> {
            conditions.add("r.id > ?");
            arguments.add(id);
        });
        String id = time.equals("r") ? "r.id" : time + ".result_id";
        String direction = query.newestFirst() ? " DESC" : "";
        String order = following ? "r.id" : time + ".wall_micros" + direction + ", " + id + direction;
        arguments.add(query.limit());
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return new QueryPlan(HEAD + from + where + " ORDER BY " + order + " FETCH FIRST ? ROWS ONLY", arguments);
    }
}
