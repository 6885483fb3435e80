package io.sluice.link.mqtt.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import io.sluice.session.mqtt.Seal;
import io.sluice.session.mqtt.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that only dial out, and the broker between them as a process. */
class MqttLinkTest {

    private static final String UPPER = "31010000002000000001";
    private static final String LOWER = "31010000001320000001";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private int port;
    private Process broker;
    private TestNode upper;
    private TestNode lower;

    @BeforeEach
    void start() throws Exception {
        port = Configs.freePort();
        broker = BrokerProcess.start(port, folder.resolve("broker"));
        upper = new TestNode(folder.resolve("upper"), port, Map.of("device_id", UPPER, "requests_per_second", 50, "requests_at_once", 200,
                "lower", new String[] {LOWER + ":key"}, "keepalive_seconds", 1, "expiry_seconds", 60));
        lower = lower("lower", "key");
    }

    @AfterEach
    void end() throws Exception {
        lower.close();
        upper.close();
        broker.destroyForcibly().waitFor();
    }

    @Test
    void registeredTheyTalkBothWays() throws Exception {
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> bytes("{\"from\":\"" + device + "\",\"got\":" + text(body) + "}"));
        lower.answer(Resource.COMMAND, "task_dispatch", (device, resource, body) -> bytes("{\"from\":\"" + device + "\"}"));
        awaitRegistered();
        assertEquals("{\"from\":\"" + LOWER + "\",\"got\":[1]}", reply(lower.link().send(Resource.TASK_STATUS, bytes("[1]"), PATIENCE)));
        assertEquals("{\"from\":\"" + UPPER + "\"}",
                reply(upper.link().send(Resource.COMMAND, bytes("{\"CommandType\":\"task_dispatch\"}"), PATIENCE)));
        String unknown = reply(upper.link().send(Resource.COMMAND, bytes("{\"CommandType\":\"unheard_of\",\"CommandIdx\":3}"), PATIENCE));
        assertTrue(unknown.contains("\"StatusCode\":\"1\"") && unknown.contains("\"CommandIdx\":3"), unknown);
        await("both know the other's clock", () -> lower.link().info().offset().isPresent()
                && upper.link().info().offset().isPresent());
        lower.close();
        await("the upper node forgot it", () -> upper.links().isEmpty());
        lower = lower("lower", "key");
    }

    @Test
    void severalResultsTravelInOneRequest() throws Exception {
        upper.answer(Resource.COMMAND, "task_result", (device, resource, body) -> bytes("{\"of\":" + text(body) + "}"));
        awaitRegistered();
        String result = "{\"CommandType\":\"task_result\",\"n\":1}";
        assertEquals("[{\"of\":" + result + "},{\"of\":" + result + "}]",
                reply(lower.link().send(Resource.BATCH, bytes("[" + result + "," + result + "]"), PATIENCE)));
    }

    @Test
    void eachRequestIsTakenOnceAndOneAfterAnAnswerComesBehindIt() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> {
            seen.add(text(body));
            return bytes("{}");
        });
        awaitRegistered();
        List<CompletionStage<byte[]>> together = IntStream.range(0, 100)
                .mapToObj(i -> lower.link().send(Resource.TASK_STATUS, bytes(Integer.toString(i)), PATIENCE))
                .toList();
        together.forEach(MqttLinkTest::reply);
        for (int i = 100; i < 110; i++) {
            reply(lower.link().send(Resource.TASK_STATUS, bytes(Integer.toString(i)), PATIENCE));
        }
        List<Integer> numbers = seen.stream().map(Integer::valueOf).toList();
        assertEquals(IntStream.range(0, 110).boxed().toList(), numbers.stream().sorted().toList());
        assertEquals(IntStream.range(100, 110).boxed().toList(), numbers.subList(100, 110));
    }

    @Test
    void theBrokerIsKilledAndBack() throws Exception {
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> bytes("{}"));
        awaitRegistered();
        broker.destroyForcibly().waitFor();
        await("requests fail", () -> fails(lower.link().send(Resource.TASK_STATUS, bytes("1"), Duration.ofSeconds(1))));
        broker = BrokerProcess.start(port, folder.resolve("broker"));
        await("requests are answered again",
                () -> !fails(lower.link().send(Resource.TASK_STATUS, bytes("1"), Duration.ofSeconds(1))));
        await("the link is up", () -> lower.link().info().state() == LinkState.ONLINE
                && upper.link().info().state() == LinkState.ONLINE);
    }

    @Test
    void aRequestWithoutAnAnswerEndsWithItsPatience() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> {
            try {
                release.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return bytes("{}");
        });
        awaitRegistered();
        assertTrue(fails(lower.link().send(Resource.TASK_STATUS, bytes("1"), Duration.ofMillis(300))));
        assertEquals(0, lower.link().info().waiting());
        // A handler that hangs does not keep the node from being known alive.
        upper.link().info();
        String since = upper.link().info().since().toString();
        await("the clocks are compared meanwhile", () -> lower.link().info().offset().isPresent());
        assertEquals(since, upper.link().info().since().toString());
        release.countDown();
    }

    @Test
    void aFloodIsHeldBackThenNotHeardAndTold() throws Exception {
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> bytes("{}"));
        awaitRegistered();
        BlockingQueue<String> replies = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3000 && upper.code(LOWER + " (flood)").isEmpty(); i++) {
            lower.link().send(Resource.TASK_STATUS, bytes("1"), PATIENCE).thenAccept(reply -> replies.add(text(reply)));
        }
        await("it is told", () -> upper.code(LOWER + " (flood)").equals("link.quarantined"));
        await("somebody was told to ask less", () -> replies.stream().anyMatch(reply -> reply.contains("ask less")));
        assertTrue(fails(lower.link().send(Resource.TASK_STATUS, bytes("1"), Duration.ofMillis(300))));
    }

    @Test
    void aNodeWithAnotherKeyIsNotHeard() throws Exception {
        awaitRegistered();
        lower.close();
        lower = lower("stranger", "guess");
        await("it finds no ear", () -> lower.status(UPPER).filter(status -> status.message().contains("another key")).isPresent());
        assertTrue(upper.links().isEmpty());
    }

    @Test
    void aForgedOrRepeatedMessageIsLeftOut() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> {
            seen.add(text(body));
            return bytes("{}");
        });
        awaitRegistered();
        String topic = new Topics(UPPER, LOWER, "System/TaskStatus").write();
        byte[] once = new byte[16];
        MqttAsyncClient stranger = new MqttAsyncClient("tcp://127.0.0.1:" + port, "stranger", new MemoryPersistence());
        stranger.connect().waitForCompletion();
        publish(stranger, topic, "\"forged\"", once, Seal.of("guess", topic, once, bytes("\"forged\"")));
        publish(stranger, topic, "\"exchanged\"", once, Seal.of("key", topic, once, bytes("\"original\"")));
        String seal = Seal.of("key", topic, once, bytes("\"true\""));
        publish(stranger, topic, "\"true\"", once, seal);
        publish(stranger, topic, "\"true\"", once, seal);
        stranger.disconnect().waitForCompletion();
        stranger.close();
        reply(lower.link().send(Resource.TASK_STATUS, bytes("\"last\""), PATIENCE));
        assertEquals(List.of("\"true\"", "\"last\""), List.copyOf(seen));
    }

    @Test
    void aWrongConfigurationNamesItsField() throws Exception {
        try (TestNode wrong = new TestNode(folder.resolve("wrong"), port,
                Map.of("device_id", UPPER, "lower", new String[] {LOWER}))) {
            assertEquals("lower", wrong.status("mqtt").orElseThrow().details().get("field"));
        }
    }

    private void awaitRegistered() throws InterruptedException {
        await("it is registered", () -> upper.code(LOWER).equals("link.online") && lower.code(UPPER).equals("link.registered"));
    }

    private TestNode lower(String name, String key) throws Exception {
        return new TestNode(folder.resolve(name), port, Map.of("device_id", LOWER, "upper", new String[] {UPPER + ":" + key},
                "keepalive_seconds", 1, "expiry_seconds", 60));
    }

    private static void publish(MqttAsyncClient client, String topic, String body, byte[] correlation, String seal)
            throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.setCorrelationData(correlation);
        properties.setResponseTopic(new Topics(LOWER, UPPER, "Reply/x").write());
        properties.setUserProperties(List.of(new UserProperty("seal", seal)));
        client.publish(topic, new MqttMessage(bytes(body), 1, false, properties)).waitForCompletion();
    }

    private static boolean fails(CompletionStage<byte[]> stage) {
        try {
            stage.toCompletableFuture().join();
            return false;
        } catch (CompletionException failed) {
            return failed.getCause() instanceof UnavailableException;
        }
    }

    private static String reply(CompletionStage<byte[]> stage) {
        return text(stage.toCompletableFuture().join());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
