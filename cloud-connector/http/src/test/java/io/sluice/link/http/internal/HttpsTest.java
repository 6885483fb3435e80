package io.sluice.link.http.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registration with a node behind https that asks for certificates, as openssl makes them. */
class HttpsTest {

    private static final String UPPER = "31010000002000000001";
    private static final String LOWER = "31010000001320000001";

    @TempDir
    private Path folder;

    @Test
    void whoShowsACertificateOfTheAuthorityRegistersAndOthersAreToldWhyNot() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "skipped: there is no openssl");
        certificate("plant");
        certificate("stranger");
        certificate("upper", "-CA", "plant.pem", "-CAkey", "plant.key", "-addext", "subjectAltName=IP:127.0.0.1");
        certificate("node", "-CA", "plant.pem", "-CAkey", "plant.key");
        certificate("intruder", "-CA", "stranger.pem", "-CAkey", "stranger.key");
        int port = TestNode.freePort();
        String url = "https://127.0.0.1:" + port;
        try (TestNode upper = new TestNode(folder.resolve("data"), port,
                        Map.of("device_id", UPPER, "devices", new String[] {LOWER + ":secret"}),
                        Optional.of(PemTls.context(new TlsFiles(file("plant.pem"), file("upper.pem"), file("upper.key")))));
                TestNode deceived = lower("deceived");
                TestNode intruder = lower("intruder");
                TestNode lower = lower("lower")) {
            deceived.register(url, "secret", shown("node", "stranger"));
            await("it does not trust the upper node", () -> deceived.code(url).equals("certificate.foreign"));
            intruder.register(url, "secret", shown("intruder", "plant"));
            await("the upper node does not trust it", () -> intruder.code(url).equals("certificate.own.foreign"));
            assertTrue(upper.links().isEmpty());
            lower.register(url, "secret", shown("node", "plant"));
            await("it is registered", () -> lower.code(url).equals("link.registered"));
            assertEquals("link.online", upper.code(LOWER));
            intruder.signOff();
            intruder.register(url, "secret", Map.of("tls_authority", file("nowhere.pem")));
            assertEquals("tls.authority", intruder.status(url).orElseThrow().details().get("field"));
        }
    }

    private TestNode lower(String name) throws Exception {
        return new TestNode(folder.resolve("node-" + name), TestNode.freePort(), Map.of("device_id", LOWER));
    }

    private Map<String, Object> shown(String certificate, String trusted) {
        return Map.of("tls_authority", file(trusted + ".pem"), "tls_certificate", file(certificate + ".pem"),
                "tls_key", file(certificate + ".key"));
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
