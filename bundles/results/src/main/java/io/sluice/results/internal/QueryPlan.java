package io.sluice.results.internal;

import io.sluice.api.result.ResultQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement for a query. It begins at the table whose index narrows most and has the order wanted, so that a limit
 * ends the reading: by id for who follows, else crossings (rare), else a label, else the results themselves. The order
 * names all columns of that index, constant ones too, or H2 would read and sort everything.
 *
 * @param sql with a question mark for each argument
 */
record QueryPlan(String sql, List<Object> arguments) {

    private static final String HEAD =
            "SELECT r.id, r.camera, r.model, r.model_version, r.wall_micros, r.media_time, r.sequence FROM ";
    private static final String PARTS = ".id >= r.id * " + Schema.MOST_PARTS + " AND %1$s.id < (r.id + 1) * "
            + Schema.MOST_PARTS;

    /** Where reading begins: a table, the name it has in conditions, and its index in the order wanted. */
    private enum Start {
        FOLLOWING("result r", "r", "r.id"),
        CROSSINGS("result_crossing c JOIN result r ON r.id = c.result_id", "c", "c.ordinal, c.wall_micros, c.id"),
        LABEL("result_label l JOIN result r ON r.id = l.result_id", "l", "l.label, l.wall_micros, l.id"),
        CAMERA("result r", "r", "r.camera, r.wall_micros, r.model, r.media_time"),
        TIME("result r", "r", "r.wall_micros, r.id");

        private final String from;
        private final String name;
        private final String order;

        Start(String from, String name, String order) {
            this.from = from;
            this.name = name;
            this.order = order;
        }

        static Start of(ResultQuery query) {
            if (query.afterId().isPresent() && !query.newestFirst()) {
                return FOLLOWING;
            }
            if (query.onlyCrossings()) {
                return CROSSINGS;
            }
            if (query.label().isPresent()) {
                return LABEL;
            }
            return query.cameraId().isPresent() ? CAMERA : TIME;
        }

        String order(boolean falling) {
            return List.of(order.split(", ")).stream()
                    .map(column -> falling ? column + " DESC" : column)
                    .collect(Collectors.joining(", "));
        }
    }

    static QueryPlan of(ResultQuery query) {
        Start start = Start.of(query);
        List<String> conditions = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        if (start == Start.CROSSINGS) {
            conditions.add("c.ordinal = 0");
        } else if (query.onlyCrossings()) {
            conditions.add("EXISTS (SELECT 1 FROM result_crossing c WHERE c" + PARTS.formatted("c") + ")");
        }
        query.label().ifPresent(label -> {
            conditions.add(start == Start.LABEL
                    ? "l.label = ?"
                    // The time is the same anyway, and leads into the index.
                    : "EXISTS (SELECT 1 FROM result_label l WHERE l.label = ? AND l.wall_micros = " + start.name
                            + ".wall_micros AND l" + PARTS.formatted("l") + ")");
            arguments.add(label);
        });
        query.cameraId().ifPresent(camera -> {
            conditions.add(start.name + ".camera = ?");
            arguments.add(camera);
        });
        query.from().ifPresent(from -> {
            conditions.add(start.name + ".wall_micros >= ?");
            arguments.add(Times.microsCeiling(from));
        });
        query.to().ifPresent(to -> {
            conditions.add(start.name + ".wall_micros < ?");
            arguments.add(Times.microsCeiling(to));
        });
        query.afterId().ifPresent(id -> {
            conditions.add("r.id > ?");
            arguments.add(id);
        });
        arguments.add(query.limit());
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return new QueryPlan(
                HEAD + start.from + where + " ORDER BY " + start.order(query.newestFirst())
                        + " FETCH FIRST ? ROWS ONLY",
                arguments);
    }
}
