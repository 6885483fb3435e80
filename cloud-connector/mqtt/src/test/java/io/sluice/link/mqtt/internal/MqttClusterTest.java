package io.sluice.link.mqtt.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.link.LinkState;
import io.sluice.api.link.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several schedulers under one id, and several brokers: one of them is killed, and what was sent arrives. */
class MqttClusterTest {

    private static final String UPPER = "31010000002000000001";
    private static final String LOWER = "31010000001320000001";
    private static final String GROUP = "plants";

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (TestNode node : nodes) {
            node.close();
        }
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void schedulersOfOneIdShareWhatComesAndTakeOverFromTheOneThatIsKilled() throws Exception {
        int port = broker("broker");
        BlockingQueue<String> byFirst = new LinkedBlockingQueue<>();
        Process first = SchedulerProcess.start(byFirst, port, folder.resolve("first"), UPPER, LOWER + ":key", GROUP);
        processes.add(first);
        BlockingQueue<String> bySecond = new LinkedBlockingQueue<>();
        TestNode second = scheduler("second", Map.of("group", GROUP), bySecond, port);
        TestNode lower = lower(port);
        await("it is registered", () -> second.code(LOWER).equals("link.online") && lower.code(UPPER).equals("link.registered"));
        await("both take what comes", () -> {
            send(lower, "0");
            return !byFirst.isEmpty() && !bySecond.isEmpty();
        });

        byFirst.clear();
        bySecond.clear();
        IntStream.rangeClosed(1, 60).forEach(number -> send(lower, Integer.toString(number)));
        await("all were told", () -> byFirst.size() + bySecond.size() >= 60);
        List<String> both = new ArrayList<>(byFirst);
        both.addAll(bySecond);
        assertEquals(numbers(1, 60), sorted(both), "each is taken by exactly one");
        assertFalse(byFirst.isEmpty() || bySecond.isEmpty(), byFirst.size() + " and " + bySecond.size());

        bySecond.clear();
        Thread sending = new Thread(() -> IntStream.rangeClosed(61, 120).forEach(number -> send(lower, Integer.toString(number))));
        sending.start();
        assertTrue(bySecond.poll(20, TimeUnit.SECONDS) != null, "nothing came");
        first.destroyForcibly().waitFor();
        sending.join();
        // Every one was answered; whatever the killed one answered is its own.
        bySecond.clear();
        IntStream.rangeClosed(121, 140).forEach(number -> send(lower, Integer.toString(number)));
        assertEquals(numbers(121, 140), sorted(new ArrayList<>(bySecond)));
        await("the lower node sees somebody there", () -> lower.link().info().state() == LinkState.ONLINE);
    }

    @Test
    void aSchedulerThatBeginsLaterKnowsTheNodesAndCommandsThem() throws Exception {
        int port = broker("broker");
        TestNode first = scheduler("first", Map.of("group", GROUP), new LinkedBlockingQueue<>(), port);
        TestNode lower = lower(port);
        lower.answer(Resource.COMMAND, "task_dispatch", (device, resource, body) -> bytes("{\"to\":\"" + device + "\"}"));
        await("it is registered", () -> first.code(LOWER).equals("link.online") && lower.code(UPPER).equals("link.registered"));

        TestNode later = scheduler("later", Map.of("group", GROUP), new LinkedBlockingQueue<>(), port);
        await("the later one knows it", () -> later.code(LOWER).equals("link.online"));
        for (TestNode scheduler : List.of(first, later)) {
            assertEquals("{\"to\":\"" + UPPER + "\"}", new String(scheduler.link().send(Resource.COMMAND,
                    bytes("{\"CommandType\":\"task_dispatch\"}"), Duration.ofSeconds(20)).toCompletableFuture().join(),
                    StandardCharsets.UTF_8));
        }
        nodes.remove(first);
        first.close();
        send(lower, "1");
        assertEquals(LinkState.ONLINE, later.link().info().state());
    }

    @Test
    void nothingThatWasAnsweredIsLostWhenTheBrokerIsKilledInTheMiddle() throws Exception {
        int one = broker("one");
        Process away = processes.get(0);
        int two = broker("two");
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        TestNode upper = scheduler("upper", Map.of(), taken, one, two);
        TestNode lower = lower(one, two);
        await("it is registered", () -> upper.code(LOWER).equals("link.online") && lower.code(UPPER).equals("link.registered"));

        Thread sending = new Thread(() -> IntStream.rangeClosed(1, 100).forEach(number -> send(lower, Integer.toString(number))));
        sending.start();
        List<String> all = new ArrayList<>();
        while (all.size() < 30) {
            all.add(taken.poll(20, TimeUnit.SECONDS));
        }
        away.destroyForcibly().waitFor();
        sending.join();
        taken.drainTo(all);
        assertEquals(numbers(1, 100), sorted(all.stream().distinct().toList()), "one was answered and is not there");
        await("both are at the other broker", () -> upper.link().info().state() == LinkState.ONLINE
                && lower.link().info().state() == LinkState.ONLINE);
    }

    @Test
    void nodesThatShareAnIdDoNotRegisterAbove() throws Exception {
        TestNode wrong = new TestNode(folder.resolve("wrong"), 1, Map.of("device_id", LOWER, "group", GROUP,
                "upper", new String[] {UPPER + ":key"}));
        nodes.add(wrong);
        assertEquals("group", wrong.status("mqtt").orElseThrow().details().get("field"));
    }

    /** Asks again until there is an answer, as who needs certainty does. */
    private static void send(TestNode node, String body) {
        try {
            await(body + " is answered", () -> {
                try {
                    node.link().send(Resource.TASK_STATUS, bytes(body), Duration.ofSeconds(2)).toCompletableFuture().join();
                    return true;
                } catch (CompletionException unanswered) {
                    return false;
                }
            });
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private int broker(String name) throws Exception {
        int port = Configs.freePort();
        processes.add(BrokerProcess.start(port, folder.resolve(name)));
        return port;
    }

    private TestNode scheduler(String name, Map<String, Object> more, BlockingQueue<String> taken, int... ports) throws Exception {
        Map<String, Object> config = new HashMap<>(more);
        config.putAll(Map.of("device_id", UPPER, "lower", new String[] {LOWER + ":key"}, "keepalive_seconds", 1,
                "expiry_seconds", 60, "broker", addresses(ports)));
        TestNode node = new TestNode(folder.resolve(name), 0, config);
        node.answer(Resource.TASK_STATUS, "", (device, resource, body) -> {
            taken.add(new String(body, StandardCharsets.UTF_8));
            return bytes("{}");
        });
        nodes.add(node);
        return node;
    }

    private TestNode lower(int... ports) throws Exception {
        TestNode node = new TestNode(folder.resolve("lower"), 0, Map.of("device_id", LOWER, "upper", new String[] {UPPER + ":key"},
                "keepalive_seconds", 1, "expiry_seconds", 60, "broker", addresses(ports)));
        nodes.add(node);
        return node;
    }

    private static String[] addresses(int... ports) {
        return IntStream.of(ports).mapToObj(port -> "tcp://127.0.0.1:" + port).toArray(String[]::new);
    }

    private static List<String> numbers(int first, int last) {
        return sorted(IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList());
    }

    private static List<String> sorted(List<String> values) {
        return values.stream().sorted().toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
