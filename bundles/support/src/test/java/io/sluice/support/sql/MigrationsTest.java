package io.sluice.support.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    private static final String FIRST = "CREATE TABLE thing (id INT PRIMARY KEY);\nINSERT INTO thing VALUES (1);\n";
    private static final String SECOND = "ALTER TABLE thing ADD COLUMN name VARCHAR(9) DEFAULT 'old'";

    private final JdbcDataSource database = new JdbcDataSource();
    private Connection keeper;

    @BeforeEach
    void open() throws SQLException {
        database.setURL("jdbc:h2:mem:migrations");
        keeper = database.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        keeper.close();
    }

    @Test
    void eachStepIsTakenOnce() throws SQLException {
        Migrations.apply(database, "things", List.of(FIRST));
        Migrations.apply(database, "things", List.of(FIRST));
        Migrations.apply(database, "things", List.of(FIRST, SECOND));
        assertEquals("old", text("SELECT name FROM thing"));
        assertEquals("2", text("SELECT version FROM schema_version WHERE component = 'things'"));
    }

    @Test
    void componentsCountOnTheirOwn() throws SQLException {
        Migrations.apply(database, "things", List.of(FIRST, SECOND));
        Migrations.apply(database, "others", List.of("CREATE TABLE other (id INT)"));
        assertEquals("1", text("SELECT version FROM schema_version WHERE component = 'others'"));
    }

    @Test
    void tablesOfALaterVersionAreNotTouched() throws SQLException {
        Migrations.apply(database, "things", List.of(FIRST, SECOND));
        SQLException e = assertThrows(SQLException.class, () -> Migrations.apply(database, "things", List.of(FIRST)));
        assertTrue(e.getMessage().contains("version 2"), e.getMessage());
    }

    @Test
    void aStepThatFailsIsNotNoted() throws SQLException {
        Migrations.apply(database, "things", List.of(FIRST));
        assertThrows(SQLException.class, () -> Migrations.apply(database, "things", List.of(FIRST, "NONSENSE")));
        assertEquals("1", text("SELECT version FROM schema_version WHERE component = 'things'"));
        Migrations.apply(database, "things", List.of(FIRST, SECOND));
        assertEquals("old", text("SELECT name FROM thing"));
    }

    private String text(String query) throws SQLException {
        try (ResultSet rows = keeper.createStatement().executeQuery(query)) {
            assertTrue(rows.next(), query);
            return rows.getString(1);
        }
    }
}
