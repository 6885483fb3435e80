package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.UnavailableException;
import io.sluice.api.link.RequestHandler;
import io.sluice.api.link.Resource;
import io.sluice.session.Requests.Fault;
import io.sluice.session.Requests.Outcome;
import io.sluice.support.testing.TestFramework;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several results in one message. */
class RequestsTest {

    private static final String DEVICE = "31010000001320000001";

    private TestFramework framework;
    private Requests requests;
    private final Map<String, String> taken = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(Map.of());
        requests = new Requests(framework.context());
    }

    @AfterEach
    void stop() throws Exception {
        requests.close();
        framework.close();
    }

    private void answer(RequestHandler handler) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(RequestHandler.RESOURCES, "COMMAND");
        properties.put(RequestHandler.COMMANDS, new String[] {"task_result", "task_control"});
        framework.context().registerService(RequestHandler.class, handler, properties);
    }

    private byte[] echo(String device, Resource resource, byte[] body) {
        taken.put(new String(body, StandardCharsets.UTF_8), device + " " + resource);
        return ("{\"StatusCode\":\"0\",\"of\":" + new String(body, StandardCharsets.UTF_8) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static String result(int number) {
        return "{\"CommandType\":\"task_result\" , \"n\":\"} ü, ]" + number + "\"}";
    }

    private static String results(int count) {
        return IntStream.range(0, count).mapToObj(RequestsTest::result).collect(Collectors.joining(" ,\n", "[", "] "));
    }

    private Outcome batch(String body) {
        return batch(body, StandardCharsets.UTF_8);
    }

    private Outcome batch(String body, Charset charset) {
        return requests.answer(DEVICE, Resource.BATCH, body.getBytes(charset));
    }

    private static String text(Outcome outcome) {
        return new String(outcome.body(), StandardCharsets.UTF_8);
    }

    @Test
    void repliesToEachByItsPlace() {
        answer(this::echo);
        Outcome outcome = batch(results(256));
        assertEquals(Fault.NONE, outcome.fault());
        assertEquals(IntStream.range(0, 256).mapToObj(number -> "{\"StatusCode\":\"0\",\"of\":" + result(number) + "}")
                .collect(Collectors.joining(",", "[", "]")), text(outcome));
        assertEquals(256, taken.size());
        assertTrue(taken.values().stream().allMatch((DEVICE + " COMMAND")::equals));
    }

    @Test
    void handlesThemAtTheSameTime() {
        // Each waits for all others: handled one after another, none would be answered.
        CyclicBarrier all = new CyclicBarrier(16);
        answer((device, resource, body) -> {
            try {
                all.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                throw new IllegalStateException(alone);
            }
            return echo(device, resource, body);
        });
        batch(results(16));
        assertEquals(16, taken.size());
    }

    @Test
    void oneThatFailsKeepsNoOtherBack() {
        answer((device, resource, body) -> {
            if (new String(body, StandardCharsets.UTF_8).equals(result(1))) {
                throw new UnavailableException("test", "not now", "", null);
            }
            return echo(device, resource, body);
        });
        Outcome outcome = batch("[" + result(0) + "," + result(1) + ",{\"CommandType\":\"task_control\"},{\"n\":1}," + result(2) + "]");
        assertEquals(Fault.NONE, outcome.fault());
        List<String> replies = Batch.split(outcome.body()).stream().map(reply -> new String(reply, StandardCharsets.UTF_8)).toList();
        assertEquals(5, replies.size());
        assertTrue(replies.get(1).contains("not now") && replies.get(1).contains("\"Later\":\"1\""), replies.get(1));
        assertTrue(replies.get(2).contains("'task_control' alone") && !replies.get(2).contains("Later"), replies.get(2));
        assertTrue(replies.get(3).contains("\"StatusCode\":\"1\""), replies.get(3));
        assertTrue(replies.get(4).contains("\"StatusCode\":\"0\""), replies.get(4));
        assertEquals(2, taken.size());
    }

    @Test
    void refusesWhatIsNoBatchAndTakesNothingOfIt() {
        answer(this::echo);
        refused(results(257), "At most 256");
        refused("[]", "empty");
        refused("", "An array");
        refused(result(0), "An array");
        refused("[" + result(0) + ",7]", "Element 1 is no object");
        refused("[" + result(0) + ",[" + result(1) + "]]", "Element 1 is no object");
        refused("[" + result(0) + " " + result(1) + "]", "Element 1 cannot be read");
        refused("[" + result(0), "Element 1 cannot be read");
        refused("[" + result(0) + ",]", "Element 1 ");
        refused("[" + result(0) + "]]", "cannot be read");
        refused("[" + result(0) + "] 1", "more after the end");
        refused("[" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5000) + "]", "Element 0 cannot be read");
        refused(batch("[" + result(0) + "]", StandardCharsets.UTF_16LE), "UTF-8");
        assertTrue(taken.isEmpty(), taken.toString());
    }

    private void refused(String body, String reason) {
        refused(batch(body), reason);
    }

    private static void refused(Outcome outcome, String reason) {
        assertEquals(Fault.MESSAGE, outcome.fault());
        String reply = text(outcome);
        assertTrue(reply.contains("\"StatusCode\":\"1\"") && reply.contains(reason) && !reply.contains("Later"), reply);
    }
}
