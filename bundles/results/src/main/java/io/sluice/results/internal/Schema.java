package io.sluice.results.internal;

import io.sluice.support.sql.Database;
import java.util.List;

/**
 * The tables. A picture is known by camera, model, wall clock and media time: its sequence begins anew when the gateway
 * does. What belongs to a result has a key made of the result's id and its place in the result, see {@link #part}: one
 * tree then holds a table and its key, and all parts of a result lie together. {@code result_label} has one row for
 * each label of a result, so that a search by label reads one index in the order of time, however rare the label.
 * {@code result_embedding} has the key of the detection that a vector belongs to: few algorithms make any.
 */
final class Schema {

    /** Most parts of one kind in a result. */
    static final int MOST_PARTS = 4096;

    private static final List<String> STEPS = List.of("""
            CREATE TABLE result (
              id BIGINT PRIMARY KEY,
              camera VARCHAR(63) NOT NULL,
              model VARCHAR(63) NOT NULL,
              model_version VARCHAR(200) NOT NULL,
              wall_micros BIGINT NOT NULL,
              media_time BIGINT NOT NULL,
              sequence BIGINT NOT NULL
            );
            CREATE UNIQUE INDEX result_picture ON result (camera, wall_micros, model, media_time);
            CREATE INDEX result_time ON result (wall_micros, id);
            CREATE TABLE result_detection (
              id BIGINT PRIMARY KEY,
              label VARCHAR(200) NOT NULL,
              score DOUBLE PRECISION NOT NULL,
              x DOUBLE PRECISION NOT NULL,
              y DOUBLE PRECISION NOT NULL,
              width DOUBLE PRECISION NOT NULL,
              height DOUBLE PRECISION NOT NULL,
              track_id BIGINT
            );
            CREATE TABLE result_label (
              id BIGINT PRIMARY KEY,
              result_id BIGINT NOT NULL,
              label VARCHAR(200) NOT NULL,
              camera VARCHAR(63) NOT NULL,
              wall_micros BIGINT NOT NULL
            );
            CREATE INDEX result_label_time ON result_label (label, wall_micros, id);
            CREATE TABLE result_crossing (
              id BIGINT PRIMARY KEY,
              result_id BIGINT NOT NULL,
              ordinal INT NOT NULL,
              camera VARCHAR(63) NOT NULL,
              wall_micros BIGINT NOT NULL,
              kind VARCHAR(20) NOT NULL,
              place VARCHAR(200) NOT NULL,
              track_id BIGINT NOT NULL,
              label VARCHAR(200) NOT NULL
            );
            CREATE INDEX result_crossing_time ON result_crossing (ordinal, wall_micros, id);
            CREATE TABLE result_counter (last_id BIGINT NOT NULL);
            INSERT INTO result_counter (last_id) VALUES (0);
            """, """
            CREATE TABLE result_measurement (
              id BIGINT PRIMARY KEY,
              name VARCHAR(200) NOT NULL,
              quantity DOUBLE PRECISION NOT NULL,
              unit VARCHAR(40) NOT NULL,
              confidence DOUBLE PRECISION NOT NULL
            );
            """, """
            CREATE TABLE result_embedding (
              id BIGINT PRIMARY KEY,
              vector VARBINARY(8192) NOT NULL
            );
            """);

    static final Database.Owner OWNER = new Database.Owner("results", "result", STEPS, "Results");

    private Schema() {}

    /** Key of a result's part. */
    static long part(long resultId, int ordinal) {
        return resultId * MOST_PARTS + ordinal;
    }

    /** The result that a part belongs to. */
    static long resultOf(long part) {
        return part / MOST_PARTS;
    }
}
