package io.sluice.store.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** Commits, says so by one character, and when its input ends, ends without closing anything. */
final class AbruptWriter {

    static final int HALTED = 7;

    private AbruptWriter() {}

    public static void main(String[] arguments) throws Exception {
        H2Database database = H2Database.open(Path.of(arguments[0]), 1024, 4);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE note (text VARCHAR)");
            statement.execute("INSERT INTO note VALUES ('committed')");
        }
        System.out.write('c');
        System.out.flush();
        while (System.in.read() >= 0) {
            // Holds the database until the other side has seen enough.
        }
        Runtime.getRuntime().halt(HALTED);
    }
}
