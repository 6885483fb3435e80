package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.itest.harness.Assets;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.Models;
import io.sluice.itest.harness.ResultReceiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a shell asks a gateway, gives it a task, watches and stops it. */
class CtlIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String OWN = "31010000001320000001";
    private static final String PERSON = "31010000002000000001";

    @TempDir
    private Path folder;

    private record Answer(int code, String text) {}

    @Test
    void aTaskIsDispatchedWatchedAndStoppedFromAShell() throws Exception {
        Path video = Assets.require("videos/one-by-one-person-detection.mp4");
        Path data = folder.resolve("data");
        Models.fastestDet(data);
        Path algorithm = data.resolve("models/fastestdet/algorithm.yaml");
        Files.writeString(algorithm, Files.readString(algorithm) + "number: 41\n");
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), OWN);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Files.writeString(etc.resolve("io.sluice.link.http.config"),
                "devices=[\"" + PERSON + ":secret\"]\n");
        Files.writeString(etc.resolve("io.sluice.broker.config"),
                "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        Gateway gateway = Gateway.prepare(Gateway.DISTRIBUTION, data, Gateway.freePort(), "--feature", "cascade");
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.file("/persons", video));
                ResultReceiver receiver = ResultReceiver.start();
                gateway) {
            gateway.launch();
            gateway.awaitHealthy();
            Await.until("the node answers", SOON, () -> ctl(gateway, "secret", "query", "total").code() == 0);
            Answer total = ctl(gateway, "secret", "query", "total");
            assertTrue(total.text().contains(OWN + "  Sluice"), total.text());
            Await.until("the algorithm is listed", SOON, () -> ctl(gateway, "secret", "query", "algorithms").text().contains(OWN + "  41 "));
            assertEquals(3, ctl(gateway, "guessed", "query", "total").code());

            Answer refused = ctl(gateway, "secret", "dispatch", task("look-0", 999, server, receiver));
            assertEquals(1, refused.code(), refused.text());
            assertTrue(refused.text().contains("look-0: 10: "), refused.text());
            Await.until("the task is taken", SOON,
                    () -> ctl(gateway, "secret", "dispatch", task("look-1", 41, server, receiver)).code() == 0);
            Await.until("it runs", SOON, () -> ctl(gateway, "secret", "query", "tasks").text().contains("look-1  running"));
            Await.until("its results arrive", SOON, () -> !receiver.bodies().isEmpty());
            assertEquals("look-1", gateway.get("/api/tasks").path(0).path("TaskID").asText());
            Await.until("the queue to the receiver is told", SOON,
                    () -> gateway.get("/api/outbox").toString().contains(receiver.address()));
            Answer stopped = ctl(gateway, "secret", "control", "look-1", "stop");
            assertEquals(0, stopped.code(), stopped.text());
            Answer watched = ctl(gateway, "secret", "watch", "look-1");
            assertEquals(0, watched.code(), watched.text());
            assertTrue(watched.text().contains("look-1  finished"), watched.text());
            assertEquals(1, ctl(gateway, "secret", "control", "look-9", "stop").code());
        }
    }

    @Test
    void byABrokerWithCertificatesATaskIsWatchedWithItsResults() throws Exception {
        Path video = Assets.require("videos/one-by-one-person-detection.mp4");
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("identity"));
        Files.writeString(data.resolve("identity/device-id"), OWN);
        Path etc = Files.createDirectories(data.resolve("etc"));
        Path certificate = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        assertEquals(0, new ProcessBuilder("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2", "-keyout", key.toString(),
                "-out", certificate.toString()).inheritIO().start().waitFor());
        int port = Gateway.freePort();
        Files.writeString(etc.resolve("io.sluice.broker.config"), "port=I\"" + port + "\"\ndisk.free.mib=I\"1\"\n"
                + "users=[\"" + OWN + ":node\",\"" + PERSON + ":person\"]\ntls.certificate=\"" + certificate + "\"\ntls.key=\"" + key
                + "\"\ntls.client.authority=\"" + certificate + "\"\n");
        Files.writeString(etc.resolve("io.sluice.link.mqtt.config"), "broker=[\"ssl://127.0.0.1:" + port + "\"]\nuser=\"" + OWN
                + "\"\npassword=\"node\"\nlower=[\"" + PERSON + ":sealed\"]\ntls.authority=\"" + certificate + "\"\ntls.certificate=\""
                + certificate + "\"\ntls.key=\"" + key + "\"\n");
        Path task = folder.resolve("pictures.yaml");
        Map<String, String> person = Map.of("SLUICE_BROKER", "mqtts://127.0.0.1:" + port, "SLUICE_BROKER_USER", PERSON,
                "SLUICE_BROKER_PASSWORD", "person", "SLUICE_NODE", OWN, "SLUICE_ID", PERSON, "SLUICE_PASSWORD", "sealed");
        String[] tls = {"--ca", certificate.toString(), "--cert", certificate.toString(), "--key", key.toString(), "--timeout", "5"};
        Gateway gateway = Gateway.prepare(Gateway.DISTRIBUTION, data, Gateway.freePort(), "--feature", "cascade");
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.file("/persons", video)); gateway) {
            gateway.launch();
            gateway.awaitHealthy();
            Await.until("the node answers", SOON, () -> ctl(person, tls, "query", "total").code() == 0);
            Answer total = ctl(person, tls, "query", "total");
            assertTrue(total.text().contains(OWN + "  Sluice"), total.text());
            assertEquals(3, ctl(person, new String[] {"--timeout", "2"}, "query", "total").code(), "without certificates");
            Map<String, String> stranger = new HashMap<>(person);
            stranger.put("SLUICE_PASSWORD", "guessed");
            assertEquals(3, ctl(stranger, tls, "query", "total").code());

            Files.writeString(task, """
                    TaskID: pictures
                    TaskType: 1
                    TaskAttr: 0
                    AlgModelInfo: {AlgID: 0, AlgVersion: "1"}
                    InputInfo: {StreamURL: "%s", TaskFrameRate: 2, AlgArgs: {Count: 3, Quality: 10}}
                    DstDeviceList: [{DeviceID: "%s"}]
                    """.formatted(server.address("/persons"), PERSON));
            Answer taken = ctl(person, tls, "dispatch", task.toString());
            assertEquals(0, taken.code(), taken.text());
            Answer watched = ctl(person, tls, "watch", "pictures", "--results");
            assertEquals(0, watched.code(), watched.text());
            List<String> results = watched.text().lines().filter(line -> line.startsWith("{")).toList();
            assertEquals(3, results.size(), watched.text());
            assertTrue(results.get(0).contains("ImageData"), results.get(0));
            assertTrue(watched.text().contains("pictures  finished"), watched.text());
        }
    }

    private String task(String id, int algorithm, ForeignRtspServer server, ResultReceiver receiver) throws Exception {
        return Files.writeString(folder.resolve(id + ".yaml"), """
                TaskID: %s
                TaskType: 8
                TaskAttr: 0
                AlgModelInfo: {AlgID: %d, AlgVersion: "1.0.0"}
                InputInfo: {StreamURL: "%s", TaskFrameRate: 4}
                DstDeviceList: [{OutputURL: "%s"}]
                """.formatted(id, algorithm, server.address("/persons"), receiver.address())).toString();
    }

    /** As ./sluice starts it, without building. */
    private static Answer ctl(Gateway gateway, String password, String... words) throws Exception {
        return ctl(Map.of("SLUICE_NODE", gateway.address("").toString(), "SLUICE_ID", PERSON, "SLUICE_PASSWORD", password),
                new String[0], words);
    }

    private static Answer ctl(Map<String, String> environment, String[] more, String... words) throws Exception {
        Path cli = Gateway.DISTRIBUTION.resolve("../../../cli/target").normalize();
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", cli.resolve("io.sluice.cli-0.1.0.jar") + ":" + cli + "/lib/*", "io.sluice.cli.CtlCommand"));
        command.addAll(List.of(words));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }
}
