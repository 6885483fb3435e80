package io.sluice.store.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.StatusSource;
import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

class StoreTest {

    @TempDir
    private Path data;

    private TestFramework framework;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of("sluice.data", data.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    @Test
    void whatWasCommittedIsThereAfterARestart() throws Exception {
        StoreComponent first = component();
        execute("CREATE TABLE note (text VARCHAR)", "INSERT INTO note VALUES ('kept')");
        first.deactivate();
        assertNull(service(), "a closed store offers nothing");

        StoreComponent second = component();
        assertEquals("kept", read());
        assertEquals(Health.OK, status().health());
        second.deactivate();
    }

    @Test
    void whatWasCommittedSurvivesTheEndOfTheProcess() throws Exception {
        Path file = data.resolve("db/sluice");
        Files.createDirectories(file.getParent());
        Process writer = writer(file);
        writer.getOutputStream().close();
        assertEquals(AbruptWriter.HALTED, writer.waitFor());

        StoreComponent store = component();
        assertEquals("committed", read());
        store.deactivate();
    }

    @Test
    void aDamagedFileIsSetAsideAndANewOneBegun() throws Exception {
        component().deactivate();
        byte[] noise = new byte[20_000];
        Arrays.fill(noise, (byte) 0x5A);
        Files.write(data.resolve("db/sluice.mv.db"), noise);

        StoreComponent store = component();
        execute("CREATE TABLE note (text VARCHAR)");
        assertEquals("store.replaced", status().code());
        assertEquals(Health.DEGRADED, status().health());
        assertTrue(Files.exists(Path.of(status().details().get("file"))), "the damaged file was kept");
        assertEquals(1, damagedFiles());
        store.deactivate();
    }

    @Test
    void aDatabaseInUseElsewhereIsSaidAndNotSetAside() throws Exception {
        Path file = data.resolve("db/sluice");
        Files.createDirectories(file.getParent());
        Process other = writer(file);
        assertEquals('c', other.getInputStream().read(), "the other process has committed and holds the file");
        StoreComponent store = new StoreComponent(framework.context(), new Config());
        TestFramework.await("a failed status", () -> status().health() == Health.FAILED);
        assertEquals("store.in_use", status().code());
        assertNull(service());
        other.getOutputStream().close();
        assertEquals(AbruptWriter.HALTED, other.waitFor());
        TestFramework.await("the store opens by itself", () -> service() != null);
        TestFramework.await("status", () -> status().health() == Health.OK);
        assertEquals(0, damagedFiles());
        store.deactivate();
    }

    @Test
    void aFolderThatCannotBeIsSaidAndTriedAgain() throws Exception {
        Path inTheWay = Files.createFile(data.resolve("db"));
        StoreComponent store = new StoreComponent(framework.context(), new Config());
        TestFramework.await("a failed status", () -> status().health() == Health.FAILED);
        assertEquals("store.unavailable", status().code());
        Files.delete(inTheWay);
        TestFramework.await("the store opens by itself", () -> service() != null);
        store.deactivate();
    }

    private StoreComponent component() throws InterruptedException {
        StoreComponent component = new StoreComponent(framework.context(), new Config());
        TestFramework.await("the store opens", () -> service() != null && status().health() != Health.UNKNOWN);
        return component;
    }

    private static Process writer(Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                        AbruptWriter.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private DataSource service() {
        try {
            return framework.context().getServiceReferences(DataSource.class, "(store.name=main)").stream()
                    .map(framework.context()::getService)
                    .findFirst()
                    .orElse(null);
        } catch (org.osgi.framework.InvalidSyntaxException error) {
            throw new IllegalStateException(error);
        }
    }

    private Status status() {
        ServiceReference<StatusSource> source = framework.context().getServiceReference(StatusSource.class);
        assertNotNull(source);
        return framework.context().getService(source).statuses().iterator().next();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = service().getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String read() throws SQLException {
        try (Connection connection = service().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT text FROM note")) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private long damagedFiles() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("db"))) {
            return files.filter(file -> file.toString().contains("damaged")).count();
        }
    }

    private static final class Config implements StoreConfig {
        @Override
        public String file() {
            return "";
        }

        @Override
        public int cache_kib() {
            return 1024;
        }

        @Override
        public int connections() {
            return 4;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return StoreConfig.class;
        }
    }
}
