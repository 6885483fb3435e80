package io.sluice.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.device.CameraSpec;
import io.sluice.api.event.Topics;
import io.sluice.api.result.AnalysisResult;
import io.sluice.api.result.ResultListener;
import io.sluice.api.status.Health;
import io.sluice.api.status.Status;
import io.sluice.api.status.Subject;
import io.sluice.api.stream.StreamHub;
import io.sluice.support.testing.TestFramework;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsIT {

    private final MemoryResults results = new MemoryResults();
    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RestGateway();
        StreamHub noHub = (StreamHub) Proxy.newProxyInstance(
                EventsIT.class.getClassLoader(), new Class<?>[] {StreamHub.class}, (proxy, method, arguments) ->
                        method.getName().equals("toString") ? "no hub" : null);
        gateway.offer(new MemoryCameras(), new NoModels(), results, noHub);
        gateway.offer(() -> List.of(status("camera", "gate"), status("camera", "yard"), status("store", "main")));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void beginsWithAllStatusesAndGoesOnWithEvents() throws Exception {
        try (SseClient client = open("", "")) {
            client.awaitCount("status", 3);
            gateway.announce(Topics.STATUS, status("camera", "new"));
            gateway.announce(Topics.STATUS_GONE, new Subject("camera", "new"));
            gateway.announce(Topics.CAMERA, new CameraSpec(
                    "gate", "Gate", new CameraSpec.Source("rtsp", Map.of("password", "secret")),
                    CameraSpec.Recording.DEFAULT, List.of()));
            gateway.announce(Topics.CAMERA_GONE, "gate");
            gateway.announce(Topics.MODEL_GONE, "m");
            tell(MemoryResults.result("gate", 1));
            client.awaitCount("result", 1);
            assertEquals(
                    List.of("status", "status", "status", "status", "status-gone", "camera", "camera-gone",
                            "model-gone", "result"),
                    client.events());
            assertEquals("1", client.lastId());
            assertTrue(client.data(8).contains("\"camera\":\"gate\""));
            assertEquals("{\"id\":\"m\"}", client.data(7));
            assertTrue(!client.data(5).contains("secret"), "a secret must not go out");
        }
    }

    @Test
    void sendsOnlyWhatIsAskedFor() throws Exception {
        try (SseClient client = open("?topics=result,status&camera=gate", "")) {
            client.awaitCount("status", 2);
            gateway.announce(Topics.MODEL_GONE, "m");
            tell(MemoryResults.result("yard", 1));
            tell(MemoryResults.result("gate", 2));
            client.awaitCount("result", 1);
            assertEquals(List.of("status", "status", "result"), client.events());
            assertEquals("2", client.lastId());
        }
    }

    @Test
    void resumesWithoutLossOrDuplicateWhileResultsKeepComing() throws Exception {
        for (int second = 0; second < 1500; second++) {
            results.add(MemoryResults.result("gate", second));
        }
        Thread producer = new Thread(() -> {
            for (int second = 1500; second < 4000; second++) {
                tell(MemoryResults.result("gate", second));
            }
        });
        producer.start();
        try (SseClient client = open("?topics=result", "700")) {
            client.awaitCount("result", 4000 - 700);
            producer.join();
            assertEquals(LongStream.rangeClosed(701, 4000).boxed().toList(), client.ids());
        }
    }

    @Test
    void sendsResultsStoredButNotYetToldOnce() throws Exception {
        var early = results.add(MemoryResults.result("gate", 1));
        try (SseClient client = open("?topics=result", "0")) {
            client.awaitCount("result", 1);
            listener().stored(List.of(early));
            tell(MemoryResults.result("gate", 2));
            client.awaitCount("result", 2);
            assertEquals(List.of(1L, 2L), client.ids());
        }
    }

    @Test
    void cutsOffAClientThatDoesNotReadAndServesOthers() throws Exception {
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            OutputStream out = deaf.getOutputStream();
            out.write(("GET /api/events?topics=result HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            deaf.setSoTimeout(20_000);
            assertTrue(deaf.getInputStream().read() > 0);
            try (SseClient client = open("?topics=result", "")) {
                client.awaitOpen();
                for (int second = 1; second <= 40_000; second++) {
                    tell(MemoryResults.result("gate", second));
                    if (second % 2000 == 0) {
                        client.awaitCount("result", second);
                    }
                }
            }
            TestFramework.await("cut off", () -> ended(deaf));
        }
    }

    @Test
    void refusesWhatIsNoIdOfAResult() throws Exception {
        for (String id : List.of("x", "-1", "1.5", "99999999999999999999")) {
            Map<String, String> headers = Map.of("Last-Event-ID", id);
            RestIT.assertProblem(400, "Last-Event-ID", gateway.send("GET", "/api/events", "", headers));
        }
    }

    private SseClient open(String query, String lastEventId) throws IOException {
        return new SseClient(gateway.port(), "/api/events" + query, lastEventId);
    }

    private void tell(AnalysisResult result) {
        results.addAndTell(result, listener());
    }

    private ResultListener listener() {
        return gateway.listener();
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().skip(1 << 20) == 0 && socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static Status status(String kind, String id) {
        return new Status(new Subject(kind, id), Health.OK, "fine", "Fine.", "", Map.of(), Instant.EPOCH);
    }
}
