package io.sluice.link.http.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.session.tls.PemTls;
import io.sluice.session.tls.TlsFiles;
import io.sluice.support.testing.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
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

    /** The way back, by https and as the id that is in the certificate, too. */
    @Test
    void nodesAreKnownByTheirCertificatesAloneInBothDirections() throws Exception {
        Assumptions.assumeTrue(Pki.exists(), "skipped: there is no openssl");
        known(new Pki(folder), false);
    }

    /** With ourselves on both ends: no openssl speaks these suites. */
    @Test
    void nodesLinkBySm2() throws Exception {
        Assumptions.assumeTrue(Pki.exists(), "skipped: there is no openssl");
        known(new Pki(folder, Pki.SM2), true);
    }

    private void known(Pki pki, boolean sm) throws Exception {
        pki.authority("plant");
        pki.certificate(UPPER, "plant", "IP:127.0.0.1");
        pki.certificate("lower", "plant", "URI:urn:sluice:" + LOWER);
        pki.certificate("other", "plant");
        Map<String, Object> upperFiles = new HashMap<>(files(pki, UPPER, sm));
        upperFiles.putAll(Map.of("device_id", UPPER, "certificates", new String[] {LOWER}));
        int port = TestNode.freePort();
        int lowerPort = TestNode.freePort();
        String url = "https://127.0.0.1:" + port;
        try (TestNode upper = new TestNode(folder.resolve("upper"), port, upperFiles, context(pki, UPPER, sm));
                TestNode lower = new TestNode(
                        folder.resolve("lower"), lowerPort, Map.of("device_id", LOWER), context(pki, "lower", sm));
                TestNode other = lower("other")) {
            other.register(url, "", files(pki, "other", sm));
            await("a certificate of another id is none", () -> other.code(url).equals("link.refused"));
            Map<String, Object> more = new HashMap<>(files(pki, "lower", sm));
            more.put("port_tls", true);
            lower.register(url, "", more);
            await("it is registered", () -> lower.code(url).equals("link.registered"));
            await("the way back is there", () -> upper.links().size() == 1
                    && upper.link().info().address().equals("https://127.0.0.1:" + lowerPort)
                    && upper.link().info().latency().isPresent());
        }
    }

    private static Optional<SSLContext> context(Pki pki, String name, boolean sm) {
        return Optional.of(PemTls.context(new TlsFiles(
                pki.file("plant.pem"), pki.file(name + ".pem"), pki.file(name + ".key"), List.of(), "", sm)));
    }

    private static Map<String, Object> files(Pki pki, String name, boolean sm) {
        return Map.of("tls_authority", pki.file("plant.pem"), "tls_certificate", pki.file(name + ".pem"),
                "tls_key", pki.file(name + ".key"), "tls_revoked", new String[] {pki.file("plant.crl")}, "tls_sm", sm);
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
