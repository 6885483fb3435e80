package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import io.sluice.support.testing.Pki;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways that know each other by certificates alone, over HTTP and over MQTT at the same time. */
class SecureNodesIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String UPPER = "31010000002000000001";
    private static final String BY_HTTP = "31010000001320000001";
    private static final String BY_MQTT = "31010000001320000002";

    @TempDir
    private Path folder;

    private Pki pki;

    @Test
    void linksGoDownWithTheReasonWhenACertificateIsRevokedAndComeBackWithANewOne() throws Exception {
        Assumptions.assumeTrue(Pki.exists(), "skipped: there is no openssl");
        pki = new Pki(folder);
        pki.authority("plant");
        pki.certificate("upper", "plant", "IP:127.0.0.1", "URI:urn:sluice:" + UPPER);
        // Known by its id: no address is in it.
        pki.certificate(BY_HTTP, "plant");
        int upperTls = Gateway.freePort();
        int lowerTls = Gateway.freePort();
        int broker = Gateway.freePort();
        configure("upper", "io.sluice.tlsport", port(upperTls, "upper"));
        configure("upper", "io.sluice.link.http", "device.id=\"" + UPPER + "\"\ncertificates=[\"" + BY_HTTP + "\"]\n" + files("upper"));
        configure("upper", "io.sluice.broker", "port=I\"" + broker + "\"\ndisk.free.mib=I\"1\"\n"
                + files("upper").replace("tls.authority", "tls.client.authority"));
        configure("upper", "io.sluice.link.mqtt", mqtt(UPPER, broker, "upper") + "lower=[\"" + BY_MQTT + ":key\"]\n");
        configure("lower", "io.sluice.tlsport", port(lowerTls, BY_HTTP));
        configure("lower", "io.sluice.link.http", "device.id=\"" + BY_HTTP + "\"\n");
        String url = "https://127.0.0.1:" + upperTls;
        configure("lower", "io.sluice.link.http.upper-plant", "url=\"" + url + "\"\nport=I\"" + lowerTls
                + "\"\nport.tls=B\"true\"\nkeepalive.seconds=I\"1\"\n" + files(BY_HTTP));
        configure("lower", "io.sluice.broker", "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        configure("lower", "io.sluice.link.mqtt", mqtt(BY_MQTT, broker, BY_HTTP) + "upper=[\"" + UPPER + ":key\"]\n");
        try (Gateway upper = gateway("upper"); Gateway lower = gateway("lower")) {
            upper.launch();
            lower.launch();
            upper.awaitHealthy();
            lower.awaitHealthy();
            lower.awaitCode("link", url, SOON, "link.registered");
            lower.awaitCode("link", UPPER, SOON, "link.registered");
            upper.awaitCode("link", BY_HTTP, SOON, "link.online");
            upper.awaitCode("link", BY_MQTT, SOON, "link.online");
            Await.until("the upper node asks the lower one by https", SOON,
                    () -> link(upper, BY_HTTP).path("address").asText().equals("https://127.0.0.1:" + lowerTls)
                            && link(upper, BY_HTTP).hasNonNull("latencyMillis"));
            String page = page(upperTls);
            assertTrue(page.startsWith("HTTP/1.1 200"), page);

            pki.revoke(BY_HTTP, "plant");
            lower.awaitCode("link", url, SOON, "certificate.own.revoked");
            lower.awaitCode("link", UPPER, SOON, "certificate.own.revoked");
            JsonNode told = upper.awaitCode("gateway", "https-clients", SOON, "certificate.revoked");
            assertTrue(told.path("message").asText().contains("CN=" + BY_HTTP), told.toString());
            upper.awaitCode("broker", "tls", SOON, "certificate.revoked");

            pki.certificate(BY_HTTP, "plant");
            lower.awaitCode("link", url, SOON, "link.registered");
            lower.awaitCode("link", UPPER, SOON, "link.registered");
        }
    }

    /** What openssl gets of the page, by a certificate. */
    private String page(int port) throws Exception {
        Process client = new ProcessBuilder("openssl", "s_client", "-quiet", "-connect", "127.0.0.1:" + port, "-CAfile",
                pki.file("plant.pem"), "-cert", pki.file(BY_HTTP + ".pem"), "-key", pki.file(BY_HTTP + ".key"), "-verify_return_error")
                .redirectError(folder.resolve("s_client.log").toFile())
                .start();
        try (OutputStream request = client.getOutputStream()) {
            request.write("GET /system/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            request.flush();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            client.destroyForcibly().waitFor();
        }
    }

    private static JsonNode link(Gateway gateway, String device) throws Exception {
        for (JsonNode link : gateway.get("/api/links")) {
            if (link.path("device").asText().equals(device)) {
                return link;
            }
        }
        return gateway.get("/api/links").path(-1);
    }

    private String port(int port, String name) {
        return "port=I\"" + port + "\"\ntls.client.required=B\"true\"\n"
                + files(name).replace("tls.authority", "tls.client.authority");
    }

    private String mqtt(String device, int broker, String name) {
        return "device.id=\"" + device + "\"\nbroker=[\"ssl://127.0.0.1:" + broker + "\"]\nkeepalive.seconds=I\"1\"\n" + files(name);
    }

    private String files(String name) {
        StringBuilder lines = new StringBuilder();
        Map.of("tls.authority", "plant.pem", "tls.certificate", name + ".pem", "tls.key", name + ".key")
                .forEach((key, file) -> lines.append(key).append("=\"").append(pki.file(file)).append("\"\n"));
        return lines.append("tls.revoked=[\"").append(pki.file("plant.crl")).append("\"]\n").toString();
    }

    private Gateway gateway(String node) throws Exception {
        return Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve(node), Gateway.freePort(), "--feature", "cascade");
    }

    private void configure(String node, String pid, String text) throws Exception {
        Path etc = Files.createDirectories(folder.resolve(node).resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }
}
