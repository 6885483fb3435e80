package io.sluice.link.mqtt.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.InvalidInputException;
import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links by MQTT with certificates on both sides, as openssl makes them. */
class MqttTlsTest {

    private static final String UPPER = "31010000002000000001";
    private static final String LOWER = "31010000001320000001";

    @TempDir
    private Path folder;

    @BeforeEach
    void makeCertificates() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "skipped: there is no openssl");
        for (String authority : List.of("plant", "stranger")) {
            certificate(authority);
        }
        certificate("broker", "-CA", "plant.pem", "-CAkey", "plant.key", "-addext", "subjectAltName=IP:127.0.0.1");
        certificate("node", "-CA", "plant.pem", "-CAkey", "plant.key");
        certificate("intruder", "-CA", "stranger.pem", "-CAkey", "stranger.key");
    }

    @Test
    void nodesWithCertificatesOfTheAuthorityLinkAndOthersAreToldWhyNot() throws Exception {
        int port = Configs.freePort();
        Process broker = BrokerProcess.start(port, folder.resolve("data"), file("broker.pem"), file("broker.key"), file("plant.pem"));
        try (TestNode upper = node("upper", port, UPPER, "lower", LOWER, "node", "plant");
                TestNode lower = node("lower", port, LOWER, "upper", UPPER, "node", "plant")) {
            await("they link by TLS", () -> upper.code(LOWER).equals("link.online") && lower.code(UPPER).equals("link.registered"));
            try (TestNode intruder = node("intruder", port, LOWER, "upper", UPPER, "intruder", "plant");
                    TestNode deceived = node("deceived", port, LOWER, "upper", UPPER, "node", "stranger")) {
                await("the broker does not let the intruder in",
                        () -> intruder.code(UPPER).equals("certificate.own.foreign"));
                await("a node does not trust a broker of strangers",
                        () -> deceived.code(UPPER).equals("certificate.foreign"));
            }
            assertEquals("link.online", upper.code(LOWER));
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreNamed() throws Exception {
        Files.writeString(folder.resolve("empty.pem"), "");
        assertEquals("tls.authority", field("nowhere.pem", "node.pem", "node.key"));
        assertEquals("tls.authority", field("empty.pem", "node.pem", "node.key"));
        assertEquals("tls.certificate", field("plant.pem", "node.key", "node.key"));
        assertEquals("tls.key", field("plant.pem", "node.pem", "node.pem"));
        assertEquals("tls.key", field("plant.pem", "node.pem", "nowhere.key"));
    }

    private String field(String authority, String certificate, String key) {
        InvalidInputException wrong = assertThrows(InvalidInputException.class,
                () -> PemTls.context(new TlsFiles(file(authority), file(certificate), file(key))));
        assertTrue(!wrong.getMessage().isBlank());
        return wrong.field();
    }

    private TestNode node(String name, int port, String device, String side, String other, String shown, String trusted)
            throws Exception {
        Map<String, Object> config = new HashMap<>(Map.of("device_id", device, "keepalive_seconds", 1,
                "broker", new String[] {"ssl://127.0.0.1:" + port}, "tls_authority", file(trusted + ".pem"),
                "tls_certificate", file(shown + ".pem"), "tls_key", file(shown + ".key")));
        config.put(side, new String[] {other + ":key"});
        return new TestNode(folder.resolve("node-" + name), port, config);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void certificate(String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=" + name, "-keyout", name + ".key", "-out",
                name + ".pem"));
        command.addAll(List.of(more));
        int code = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertEquals(0, code, "openssl failed for " + name);
    }
}
