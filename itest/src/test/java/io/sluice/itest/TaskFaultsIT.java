package io.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignRtspServer;
import io.sluice.itest.harness.Gateway;
import io.sluice.itest.harness.ResultReceiver;
import io.sluice.itest.harness.Scheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that were asked for, while the gateway is killed and its disk is full. */
class TaskFaultsIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int RUNNING = 1;
    private static final String OWN = "31010000001320000001";

    @TempDir
    private Path folder;

    @Test
    void aRequestThatWasAnsweredIsOneTaskThoughTheGatewayIsKilledAndItsDiskFills() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk.toString())
                .inheritIO().start().waitFor() == 0;
        if (!mounted) {
            System.err.println("SKIPPED: a small disk cannot be mounted here; this test needs root");
        }
        assumeTrue(mounted, "a small disk cannot be mounted here");
        Path etc = Files.createDirectories(disk.resolve("etc"));
        Files.writeString(etc.resolve("io.sluice.link.http.config"),
                "device.id=\"" + OWN + "\"\ndevices=[\"" + Scheduler.ID + ":secret\"]\n");
        Files.writeString(etc.resolve("io.sluice.broker.config"), "port=I\"" + Gateway.freePort() + "\"\ndisk.free.mib=I\"1\"\n");
        try (ForeignRtspServer server = ForeignRtspServer.start(ForeignRtspServer.testPicture("/full"));
                ResultReceiver receiver = ResultReceiver.start();
                Gateway gateway = Gateway.prepare(Gateway.DISTRIBUTION, disk, Gateway.freePort(), "--feature", "cascade")) {
            gateway.launch();
            gateway.awaitHealthy();
            Scheduler scheduler = new Scheduler(gateway, "secret");
            Await.until("the scheduler is registered", SOON, scheduler::register);
            String request = """
                    {"TaskType": 1, "TaskName": "Pictures", "InitiationInfo": {"DeviceID": "%s", "CustomInfo": {
                      "InputInfo": {"StreamURL": "%s", "TaskFrameRate": 2}, "DstDeviceList": [{"OutputURL": "%s"}]}}}
                    """.formatted(Scheduler.ID, server.address("/full"), receiver.address());
            String task = Await.value("the request is taken", SOON, () -> {
                JsonNode reply = scheduler.request(request);
                return reply.path("StatusCode").asText().equals("0") ? reply.path("TaskID").asText() : null;
            });
            gateway.kill();
            gateway.launch();
            gateway.awaitHealthy();
            Await.until("the scheduler is registered again", SOON, scheduler::register);
            assertEquals(task, scheduler.request(request).path("TaskID").asText());
            assertEquals(1, statuses(scheduler).size(), statuses(scheduler).toString());
            Await.until("pictures arrive", SOON, () -> receiver.keys().size() >= 3);

            Path hog = fill(disk);
            JsonNode refused = Await.value("a further task is refused", SOON, () -> {
                JsonNode reply = scheduler.request(request.replace("\"Pictures\"", "\"More\""));
                return reply.path("StatusCode").asText().equals("1") ? reply : null;
            });
            assertTrue(refused.path("Message").asText().startsWith("Tasks cannot be stored or read: "), refused.toString());
            assertTrue(gateway.process().isAlive());

            Files.delete(hog);
            Await.until("the task runs, and is the only one", SOON, () -> statuses(scheduler).size() == 1
                    && statuses(scheduler).path(0).path("ExecutionStatus").asInt() == RUNNING);
            int before = receiver.keys().size();
            Await.until("pictures arrive again", SOON, () -> receiver.keys().size() > before + 3);
            Await.until("further tasks are taken", SOON, () ->
                    scheduler.request(request.replace("\"Pictures\"", "\"More\"")).path("StatusCode").asText().equals("0"));
            assertEquals(task, scheduler.request(request).path("TaskID").asText());
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).inheritIO().start().waitFor();
        }
    }

    /** Writes until nothing more goes on the disk. */
    private static Path fill(Path disk) throws IOException {
        Path hog = disk.resolve("hog");
        byte[] piece = new byte[4096];
        try (OutputStream out = Files.newOutputStream(hog)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            return hog;
        }
    }

    private static JsonNode statuses(Scheduler scheduler) throws Exception {
        return scheduler.command("{\"CommandType\": \"task_status_query\", \"CommandIdx\": 3, \"MessageBody\": {}}")
                .at("/TaskStatusSet/0/TaskStatusList");
    }
}
