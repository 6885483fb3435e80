package io.sluice.executor.internal;

import io.sluice.support.sql.Database;
import java.util.List;

/** The tables of tasks. */
final class Schema {

    static final Database.Owner OWNER = new Database.Owner("executor", "executor", List.of("""
            CREATE TABLE IF NOT EXISTS executor_task (
                id VARCHAR(128) PRIMARY KEY,
                position BIGINT NOT NULL,
                sender VARCHAR(20) NOT NULL,
                given BLOB NOT NULL,
                present BLOB,
                state VARCHAR(8) NOT NULL,
                round INT NOT NULL,
                crashes INT NOT NULL,
                progress INT,
                exception_code INT,
                reason VARCHAR(512) NOT NULL,
                revision BIGINT NOT NULL,
                reported BIGINT NOT NULL,
                created_micros BIGINT NOT NULL,
                updated_micros BIGINT NOT NULL,
                begun_micros BIGINT);
            CREATE TABLE IF NOT EXISTS executor_checkpoint (
                id VARCHAR(128) PRIMARY KEY,
                state BLOB NOT NULL);
            CREATE TABLE IF NOT EXISTS executor_received (
                sender VARCHAR(20) NOT NULL,
                letter VARCHAR(64) NOT NULL,
                at_micros BIGINT NOT NULL,
                PRIMARY KEY (sender, letter));
            CREATE INDEX IF NOT EXISTS executor_received_at ON executor_received (at_micros);
            """, """
            ALTER TABLE executor_task ADD COLUMN IF NOT EXISTS ran_millis BIGINT DEFAULT 0 NOT NULL;
            """), "Tasks");

    private Schema() {}
}
