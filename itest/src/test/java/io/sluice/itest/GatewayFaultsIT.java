package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Distribution;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with the gateway itself: told, and harmful to nothing else. */
class GatewayFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void aBundleThatThrowsAndAFeatureThatDoesNotResolveAreToldAndTheRestRuns() throws Exception {
        Distribution distribution = Distribution.copyTo(folder.resolve("home"));
        distribution.addFeature("throwing",
                "Bundle-SymbolicName: test.throwing\nBundle-Activator: " + ThrowingActivator.class.getName()
                        + "\nImport-Package: org.osgi.framework\n",
                ThrowingActivator.class);
        distribution.addFeature("lacking", "Bundle-SymbolicName: test.lacking\nImport-Package: no.such.package\n");
        Gateway gateway = Gateway.prepare(distribution.home(), folder.resolve("data"), Gateway.freePort(),
                "--feature", "throwing", "--feature", "lacking");
        gateway.launch();
        try (gateway) {
            JsonNode bundle = gateway.awaitHealth("bundle", "test.throwing", SOON, "FAILED");
            assertTrue(bundle.path("message").asText().contains(ThrowingActivator.CAUSE), bundle.toString());
            assertTrue(bundle.path("remedy").asText().length() > 10, bundle.toString());
            JsonNode feature = gateway.awaitHealth("feature", "lacking", SOON, "FAILED");
            assertTrue(feature.path("message").asText().contains("no.such.package"), feature.toString());
            assertTrue(feature.path("remedy").asText().length() > 10, feature.toString());
            assertEquals(503, gateway.send("GET", "/system/health", null).statusCode());
            gateway.put("pump", "{\"id\": \"pump\", \"source\": {\"driver\": \"file\", \"settings\": {\"path\": \"/nowhere\"}}}");
            gateway.awaitHealth("camera", "pump", SOON, "FAILED");
        }
    }

    @Test
    void aTakenPortStopsNoRecordingAndIsTakenOverOnceFree() throws Exception {
        Path data = folder.resolve("data");
        try (ForeignRtspServer camera = ForeignRtspServer.start(ForeignRtspServer.testPicture("/gate"));
                ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.createDirectories(data.resolve("etc/cameras"));
            Files.writeString(data.resolve("etc/cameras/gate.yaml"),
                    "source: {driver: rtsp, settings: {url: '" + camera.address("/gate") + "'}}\n");
            Gateway gateway = Gateway.prepare(Gateway.DISTRIBUTION, data, holder.getLocalPort());
            gateway.launch();
            try (gateway) {
                Await.until("it records without its port", SOON, () -> hasRecording(data));
                Await.until("the log names the port and the remedy", SOON, () -> gateway.logText().lines()
                        .anyMatch(line -> line.contains(Integer.toString(holder.getLocalPort())) && line.contains("taken")));
                holder.close();
                gateway.awaitHealthy();
                gateway.awaitHealth("recorder", "gate", SOON, "OK");
                assertEquals(1, gateway.get("/api/recordings/gate").path("spans").size());
            }
        }
    }

    @Test
    void aSecondGatewayOnTheSameDataIsRefused() throws Exception {
        Path data = folder.resolve("data");
        try (Gateway first = Gateway.start(data)) {
            Gateway second = Gateway.prepare(Gateway.DISTRIBUTION, data, Gateway.freePort());
            second.launch();
            assertTrue(second.process().waitFor(20, TimeUnit.SECONDS), "the second gateway runs");
            assertTrue(second.process().exitValue() != 0);
            assertEquals(200, first.send("GET", "/system/health", null).statusCode());
            assertTrue(first.logText().contains(data.toString()), first.logText());
        }
    }

    @Test
    void aSpoiltBundleCacheIsMadeAnew() throws Exception {
        Path data = folder.resolve("data");
        Gateway.start(data).close();
        try (Stream<Path> files = Files.walk(data.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        Gateway.start(data).close();
    }

    private static boolean hasRecording(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("recordings"))) {
            return files.anyMatch(file -> file.toString().endsWith(".mp4") && file.toFile().length() > 50_000);
        }
    }
}
