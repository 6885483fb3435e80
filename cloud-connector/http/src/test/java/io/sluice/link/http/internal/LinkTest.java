package io.sluice.link.http.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.LinkInfo;
import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, each with a framework of its own, and a cable between them. */
class LinkTest {

    private static final String UPPER = "31010000002000000001";
    private static final String LOWER = "31010000001320000001";
    private static final Map<String, Object> BRISK = Map.of("keepalive_seconds", 1, "expiry_seconds", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TestNode upper;
    private TestNode lower;
    private Cable cable;

    @BeforeEach
    void start() throws Exception {
        upper = upper(TestNode.freePort());
        lower = new TestNode(folder.resolve("lower"), TestNode.freePort(), Map.of("device_id", LOWER));
        cable = new Cable(upper.port);
    }

    @AfterEach
    void end() throws Exception {
        lower.close();
        cable.close();
        upper.close();
    }

    @Test
    void registeredTheyTalkBothWays() throws Exception {
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> bytes("{\"StatusCode\":\"0\",\"from\":\"" + device
                + "\",\"got\":" + text(body) + "}"));
        lower.answer(Resource.COMMAND, "task_dispatch",
                (device, resource, body) -> bytes("{\"CommandType\":\"task_dispatch\",\"StatusCode\":\"0\",\"from\":\"" + device + "\"}"));
        register(BRISK);
        assertEquals("{\"StatusCode\":\"0\",\"from\":\"" + LOWER + "\",\"got\":[1]}",
                reply(lower.link().send(Resource.TASK_STATUS, bytes("[1]"), PATIENCE)));
        assertEquals("{\"CommandType\":\"task_dispatch\",\"StatusCode\":\"0\",\"from\":\"" + UPPER + "\"}",
                reply(upper.link().send(Resource.COMMAND, bytes("{\"CommandType\":\"task_dispatch\"}"), PATIENCE)));
        assertEquals(UPPER, lower.link().info().device());
        assertEquals(LinkInfo.Direction.UPPER, lower.link().info().direction());
        assertEquals(LOWER, upper.link().info().device());
        assertEquals(0, lower.link().info().waiting());
        await("both know the other's clock", () -> lower.link().info().offset().isPresent()
                && upper.link().info().offset().isPresent());
        assertTrue(upper.link().info().offset().orElseThrow().abs().compareTo(Duration.ofSeconds(1)) < 0);
        lower.signOff();
        await("the upper node forgot it", () -> upper.links().isEmpty() && upper.code(LOWER).isEmpty());
    }

    @Test
    void severalResultsTravelInOneRequest() throws Exception {
        upper.answer(Resource.COMMAND, "task_result", (device, resource, body) -> bytes("{\"StatusCode\":\"0\",\"of\":" + text(body) + "}"));
        register(Map.of());
        String first = "{\"CommandType\":\"task_result\",\"n\":1}";
        String second = "{\"CommandType\":\"task_result\",\"n\":2}";
        assertEquals("[{\"StatusCode\":\"0\",\"of\":" + first + "},{\"StatusCode\":\"0\",\"of\":" + second + "}]",
                reply(lower.link().send(Resource.BATCH, bytes("[" + first + "," + second + "]"), PATIENCE)));
        String refused = reply(lower.link().send(Resource.BATCH, bytes("[" + first + "," + second), PATIENCE));
        assertTrue(refused.contains("\"StatusCode\":\"1\"") && refused.contains("Element 2"), refused);
    }

    @Test
    void cutInTheMiddleARequestFailsAndTheNextOneGoesThrough() throws Exception {
        upper.answer(Resource.TASK_STATUS, "", (device, resource, body) -> bytes("{\"StatusCode\":\"0\"}"));
        register(Map.of());
        cable.hold();
        CompletionStage<byte[]> stuck = lower.link().send(Resource.TASK_STATUS, bytes("[]"), Duration.ofMinutes(5));
        cable.awaitSwallowed();
        assertEquals(1, lower.link().info().waiting());
        cable.cut();
        UnavailableException failed = unavailable(stuck);
        assertEquals("link.down", failed.code());
        cable.mend();
        assertEquals("{\"StatusCode\":\"0\"}", reply(lower.link().send(Resource.TASK_STATUS, bytes("[]"), PATIENCE)));
        cable.hold();
        unavailable(lower.link().send(Resource.TASK_STATUS, bytes("[]"), Duration.ofMillis(200)));
        assertEquals(0, lower.link().info().waiting());
    }

    @Test
    void awayForTooLongItIsExpiredAndComesBackByItself() throws Exception {
        register(BRISK);
        cable.cut();
        await("the upper node misses it", () -> upper.code(LOWER).equals("link.expired"));
        assertEquals(LinkState.AWAY, upper.link().info().state());
        unavailable(upper.link().send(Resource.COMMAND, bytes("{}"), PATIENCE));
        await("the lower node says so", () -> lower.code(cable.url()).equals("link.away"));
        cable.mend();
        await("it is back", () -> upper.code(LOWER).equals("link.online") && lower.code(cable.url()).equals("link.registered"));
        assertEquals(1, upper.links().size());
    }

    @Test
    void anUpperNodeThatForgotIsToldAgain() throws Exception {
        register(BRISK);
        int port = upper.port;
        upper.close();
        upper = upper(port);
        await("it is registered anew", () -> upper.code(LOWER).equals("link.online"));
        await("the lower node knows", () -> lower.code(cable.url()).equals("link.registered"));
    }

    @Test
    void aSecondNodeWithTheSameIdIsRefusedWithTheReason() throws Exception {
        register(BRISK);
        try (TestNode twin = new TestNode(folder.resolve("twin"), TestNode.freePort(), Map.of("device_id", LOWER))) {
            twin.register(cable.url(), "secret", BRISK);
            await("it is refused", () -> twin.code(cable.url()).equals("link.refused"));
            assertTrue(twin.status(cable.url()).orElseThrow().message().contains("Another node"));
            assertEquals("link.online", upper.code(LOWER));
        }
    }

    @Test
    void aWrongPasswordIsToldOnBothSides() throws Exception {
        lower.register(cable.url(), "guess", BRISK);
        await("it is refused", () -> lower.code(cable.url()).equals("link.refused"));
        assertTrue(lower.status(cable.url()).orElseThrow().message().contains("password"));
        assertTrue(upper.links().isEmpty());
        CompletionException down = assertThrows(CompletionException.class,
                () -> lower.link().send(Resource.TASK_STATUS, bytes("[]"), PATIENCE).toCompletableFuture().join());
        assertTrue(down.getCause().getMessage().contains("REFUSED"), down.getCause().getMessage());
    }

    @Test
    void aWrongConfigurationNamesItsField() throws Exception {
        lower.register("ftp://x", "secret", Map.of());
        assertEquals("url", lower.status("ftp://x").orElseThrow().details().get("field"));
        try (TestNode nameless = new TestNode(folder.resolve("nameless"), TestNode.freePort(), Map.of("device_id", "gate"))) {
            assertEquals("device.id", nameless.status("http").orElseThrow().details().get("field"));
        }
    }

    private TestNode upper(int port) throws Exception {
        return new TestNode(folder.resolve("upper"), port,
                Map.of("device_id", UPPER, "devices", new String[] {LOWER + ":secret"}, "expiry_seconds", 2));
    }

    private void register(Map<String, Object> config) throws InterruptedException {
        lower.register(cable.url(), "secret", config);
        await("it is registered", () -> upper.code(LOWER).equals("link.online")
                && lower.code(cable.url()).equals("link.registered"));
    }

    private static UnavailableException unavailable(CompletionStage<byte[]> stage) {
        CompletableFuture<byte[]> future = stage.toCompletableFuture();
        CompletionException failed = assertThrows(CompletionException.class, future::join);
        return (UnavailableException) failed.getCause();
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
