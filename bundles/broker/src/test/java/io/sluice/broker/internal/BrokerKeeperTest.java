package io.sluice.broker.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.support.status.StatusReports;
import io.sluice.support.testing.TestFramework;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the broker's status says, and what becomes of the broker meanwhile. */
class BrokerKeeperTest {

    @TempDir
    private Path folder;

    @Test
    void aTakenPortIsNamedAndTakenOnceItIsFree() throws Exception {
        try (TestFramework framework = new TestFramework(Map.of());
                StatusReports reports = new StatusReports(framework.context())) {
            ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            int port = other.getLocalPort();
            try (other; BrokerKeeper keeper = new BrokerKeeper(settings(Map.of("port", port, "disk_free_mib", 1)), reports)) {
                await("the port is found taken", () -> status(reports).code().equals("broker.port_taken"));
                assertTrue(status(reports).message().contains(Integer.toString(port)), status(reports).message());
                assertFalse(status(reports).remedy().isEmpty());
                other.close();
                await("the broker listens", () -> status(reports).code().equals("broker.ready"));
                new MqttPeer("tcp://127.0.0.1:" + port, "client", MqttPeer.session(true)).close();
            }
        }
    }

    @Test
    void withoutRoomItDoesNotBegin() throws Exception {
        try (TestFramework framework = new TestFramework(Map.of());
                StatusReports reports = new StatusReports(framework.context());
                BrokerKeeper keeper = new BrokerKeeper(
                        settings(Map.of("port", Configs.freePort(), "disk_free_mib", 1 << 20)), reports)) {
            await("the disk is found full", () -> status(reports).code().equals("broker.disk_full"));
            assertEquals(Health.FAILED, status(reports).health());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "host, 0.0.0.0, users", "host, no such host, host", "tls_certificate, /nowhere.pem, tls.certificate",
        "tls_client_authority, /nowhere.pem, tls.certificate"})
    void aWrongConfigurationNamesItsField(String name, String value, String field) {
        InvalidInputException wrong =
                assertThrows(InvalidInputException.class, () -> settings(Map.of(name, value)));
        assertEquals(field, wrong.field());
    }

    @Test
    void usersAreNameAndPasswordAndThereOnce() {
        for (String[] users : new String[][] {{"name"}, {":password"}, {"name:"}, {"a:b", "a:c"}}) {
            assertThrows(InvalidInputException.class, () -> settings(Map.of("users", users)));
        }
        assertEquals("p:w", settings(Map.of("users", new String[] {"a:p:w"})).users().get("a"));
        assertThrows(InvalidInputException.class, () -> settings(Map.of("port", 0)));
    }

    private BrokerSettings settings(Map<String, Object> values) {
        return BrokerSettings.of(Configs.of(values), folder);
    }

    private static Status status(StatusReports reports) {
        return reports.statuses().iterator().next();
    }
}
