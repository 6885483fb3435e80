package io.sluice.executor.internal;

import io.sluice.api.message.TaskDispatchInfo;
import io.sluice.protocol.MessageCodec;
import io.sluice.protocol.Messages;
import io.sluice.support.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tasks and their checkpoints in the database. Thread-safe. */
final class TaskTable {

    private static final String INSERT = "INSERT INTO executor_task (given, present, state, round, crashes, progress, exception_code,"
            + " reason, revision, updated_micros, begun_micros, id, position, sender, created_micros, reported)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";
    private static final String UPDATE = "UPDATE executor_task SET given = ?, present = ?, state = ?, round = ?, crashes = ?,"
            + " progress = ?, exception_code = ?, reason = ?, revision = ?, updated_micros = ?, begun_micros = ? WHERE id = ?";

    private final Database database;
    private final MessageCodec codec = new MessageCodec();

    TaskTable(Database database) {
        this.database = database;
    }

    /** A task, up to which revision its sender was told, and how long it has run in its present round. */
    record Kept(Task task, long reported, Duration ran) {}

    /** In order of acceptance. */
    List<Kept> all() {
        return database.run(connection -> {
            List<Kept> found = new ArrayList<>();
            try (PreparedStatement statement =
                            connection.prepareStatement("SELECT * FROM executor_task ORDER BY position");
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Kept(read(rows), rows.getLong("reported"), Duration.ofMillis(rows.getLong("ran_millis"))));
                }
            }
            return found;
        });
    }

    /** They survive a loss of power when this returns. */
    void insert(List<Task> tasks) {
        database.runDurably(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                for (Task task : tasks) {
                    int next = write(statement, task);
                    statement.setString(next++, task.id());
                    statement.setLong(next++, task.order());
                    statement.setString(next++, task.sender());
                    statement.setLong(next, micros(task.created()));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            return null;
        });
    }

    /** Survives a loss of power when this returns. */
    void updateDurably(Task task) {
        database.runDurably(connection -> update(connection, task));
    }

    /** Survives the end of the process when this returns; a loss of power some seconds later. */
    void update(Task task) {
        database.run(connection -> update(connection, task));
    }

    /** The sender's outbox has what is to be told of it. */
    void reported(String id, long revision) {
        database.run(connection -> execute(connection, "UPDATE executor_task SET reported = ? WHERE id = ?", revision, id));
    }

    void ran(String id, Duration time) {
        database.run(connection ->
                execute(connection, "UPDATE executor_task SET ran_millis = ? WHERE id = ?", time.toMillis(), id));
    }

    Optional<byte[]> checkpoint(String id) {
        return database.run(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT state FROM executor_checkpoint WHERE id = ?")) {
                statement.setString(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    void checkpoint(String id, byte[] state) {
        database.runDurably(connection ->
                execute(connection, "MERGE INTO executor_checkpoint (id, state) VALUES (?, ?)", id, state));
    }

    void forgetCheckpoint(String id) {
        database.run(connection -> execute(connection, "DELETE FROM executor_checkpoint WHERE id = ?", id));
    }

    void delete(Collection<String> ids) {
        database.run(connection -> {
            for (String id : ids) {
                execute(connection, "DELETE FROM executor_checkpoint WHERE id = ?", id);
                execute(connection, "DELETE FROM executor_task WHERE id = ?", id);
            }
            return null;
        });
    }

    private Void update(Connection connection, Task task) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            statement.setString(write(statement, task), task.id());
            statement.executeUpdate();
        }
        return null;
    }

    private static Void execute(Connection connection, String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < arguments.length; index++) {
                statement.setObject(index + 1, arguments[index]);
            }
            statement.executeUpdate();
        }
        return null;
    }

    /** @return number of the next parameter */
    private int write(PreparedStatement statement, Task task) throws SQLException {
        statement.setBytes(1, codec.encode(Messages.TASK_DISPATCH_INFO, task.given()));
        statement.setBytes(2, task.arguments().isEmpty() ? null : codec.encode(Messages.TASK_DISPATCH_INFO, task.info()));
        statement.setString(3, task.state().name());
        statement.setInt(4, task.round());
        statement.setInt(5, task.crashes());
        statement.setObject(6, boxed(task.progress()));
        statement.setObject(7, boxed(task.exceptionCode()));
        statement.setString(8, task.reason());
        statement.setLong(9, task.revision());
        statement.setLong(10, micros(task.updated()));
        statement.setObject(11, task.begun().map(TaskTable::micros).orElse(null));
        return 12;
    }

    private Task read(ResultSet row) throws SQLException {
        TaskDispatchInfo given = codec.decode(Messages.TASK_DISPATCH_INFO, row.getBytes("given"));
        byte[] present = row.getBytes("present");
        return new Task(row.getLong("position"), row.getString("sender"), given,
                present == null
                        ? Optional.empty()
                        : codec.decode(Messages.TASK_DISPATCH_INFO, present).inputInfo().algArgs(),
                TaskState.valueOf(row.getString("state")), row.getInt("round"), row.getInt("crashes"),
                number(row, "progress"), number(row, "exception_code"), row.getString("reason"), row.getLong("revision"),
                instant(row.getLong("created_micros")), instant(row.getLong("updated_micros")),
                Optional.ofNullable(row.getObject("begun_micros", Long.class)).map(TaskTable::instant));
    }

    private static Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static OptionalInt number(ResultSet row, String column) throws SQLException {
        Integer value = row.getObject(column, Integer.class);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
