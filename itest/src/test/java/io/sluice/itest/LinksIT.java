package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.itest.harness.Gateway;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways, one registered with the other. */
class LinksIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String UPPER = "31010000002000000001";
    private static final String LOWER = "31010000001320000001";

    @TempDir
    private Path folder;

    @Test
    void aGatewayRegistersWithAnotherAndAgainAfterItsSuddenEnd() throws Exception {
        int upperPort = Gateway.freePort();
        int lowerPort = Gateway.freePort();
        String upperUrl = "http://127.0.0.1:" + upperPort;
        configure("upper", "io.sluice.link.http", "device.id=\"" + UPPER + "\"\ndevices=[\"" + LOWER + ":secret\"]\n"
                + "expiry.seconds=I\"3\"\n");
        configure("lower", "io.sluice.link.http", "device.id=\"" + LOWER + "\"\n");
        configure("lower", "io.sluice.link.http.upper-plant", "url=\"" + upperUrl + "\"\npassword=\"secret\"\n"
                + "keepalive.seconds=I\"1\"\nexpiry.seconds=I\"3\"\n");
        for (String node : new String[] {"upper", "lower"}) {
            configure(node, "io.sluice.broker", "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        }
        try (Gateway upper = gateway("upper", upperPort); Gateway lower = gateway("lower", lowerPort)) {
            upper.launch();
            lower.launch();
            upper.awaitHealthy();
            lower.awaitHealthy();
            upper.awaitCode("link", LOWER, SOON, "link.online");
            lower.awaitCode("link", upperUrl, SOON, "link.registered");
            upper.awaitCode("broker", "main", SOON, "broker.ready");

            HttpResponse<String> stranger = upper.send("POST", "/System/Command", "{\"CommandType\":\"task_dispatch\"}");
            assertEquals(401, stranger.statusCode());
            assertTrue(stranger.body().contains("\"StatusCode\":\"1\""), stranger.body());

            lower.kill();
            upper.awaitCode("link", LOWER, SOON, "link.expired");
            lower.launch();
            lower.awaitHealthy();
            upper.awaitCode("link", LOWER, SOON, "link.online");

            lower.close();
            assertTrue(upper.status("link", LOWER).isMissingNode(), "it went in order and was not signed off");
        }
    }

    @Test
    void aGatewayThatOnlyDialsOutRegistersByTheOthersBroker() throws Exception {
        int broker = Gateway.freePort();
        configure("upper", "io.sluice.broker", "port=I\"" + broker + "\"\ndisk.free.mib=I\"1\"\n"
                + "users=[\"plant:one\",\"line:two\"]\n");
        configure("upper", "io.sluice.link.mqtt", mqtt(UPPER, broker, "plant", "one") + "lower=[\"" + LOWER + ":key\"]\n");
        configure("lower", "io.sluice.broker", "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        configure("lower", "io.sluice.link.mqtt", mqtt(LOWER, broker, "line", "two") + "upper=[\"" + UPPER + ":key\"]\n");
        try (Gateway upper = gateway("upper", Gateway.freePort()); Gateway lower = gateway("lower", Gateway.freePort())) {
            upper.launch();
            lower.launch();
            upper.awaitHealthy();
            lower.awaitHealthy();
            upper.awaitCode("link", LOWER, SOON, "link.online");
            lower.awaitCode("link", UPPER, SOON, "link.registered");

            lower.kill();
            upper.awaitCode("link", LOWER, SOON, "link.disconnected");
            lower.launch();
            lower.awaitHealthy();
            upper.awaitCode("link", LOWER, SOON, "link.online");
        }
    }

    private static String mqtt(String device, int broker, String user, String password) {
        return "device.id=\"" + device + "\"\nbroker=[\"tcp://127.0.0.1:" + broker + "\"]\nuser=\"" + user
                + "\"\npassword=\"" + password + "\"\nkeepalive.seconds=I\"1\"\n";
    }

    private Gateway gateway(String node, int port) {
        return Gateway.prepare(Gateway.DISTRIBUTION, folder.resolve(node), port, "--feature", "cascade");
    }

    private void configure(String node, String pid, String text) throws Exception {
        Path etc = Files.createDirectories(folder.resolve(node).resolve("etc"));
        Files.writeString(etc.resolve(pid + ".config"), text);
    }
}
