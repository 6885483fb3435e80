package io.sluice.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignMqttNode;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.ResultReceiver;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** P3: processing, mechanism and management of tasks (clauses 7.1 to 7.3). */
@ExtendWith(Site.Starter.class)
class ProcessingIT {

    private static final double MILLIS_AHEAD = 30_000;

    private Site site;

    @BeforeEach
    void at(Site started) {
        site = started;
    }

    @AfterEach
    void tidy() throws Exception {
        site.stopAll();
    }

    @Test
    void p3_3_clocksAreComparedAndComparedAgainAfterOneWasSet() throws Exception {
        site.neighbour.setClockAhead((long) MILLIS_AHEAD * 1000);
        Await.until("the neighbour's clock is seen to be ahead", Site.SOON,
                () -> Math.abs(offset(site.neighbour.id()) - MILLIS_AHEAD) < 5_000);
        site.neighbour.setClockAhead(0);
        Await.until("it is seen to be right again", Site.SOON, () -> Math.abs(offset(site.neighbour.id())) < 5_000);
        Await.until("that of the gateway above is compared too", Site.SOON, () -> Math.abs(offset(Site.UPPER)) < 5_000);
    }

    private double offset(String device) throws Exception {
        for (JsonNode link : site.lower.get("/api/links")) {
            if (link.path("device").asText().equals(device) && link.has("offsetMillis")) {
                return link.path("offsetMillis").asDouble();
            }
        }
        return Double.MAX_VALUE;
    }

    @Test
    void p3_4_whoKeepsTheHostsClockIsToldHereAndAbove() throws Exception {
        JsonNode time = Await.value("the host's clock was looked at", Site.SOON, () -> {
            JsonNode told = site.lower.get("/api/time");
            return told.has("source") ? told : null;
        });
        String code = time.path("synchronised").asBoolean() ? "clock.synchronised" : "clock.unsynchronised";
        site.lower.awaitCode("clock", "host", Site.SOON, code);
        JsonNode reported = Await.value("it is reported", Site.SOON, () -> {
            JsonNode clock = site.upper.get("/api/nodes").findValue("Clock");
            return clock != null ? clock : null;
        });
        assertEquals(time.path("source"), reported.path("Source"));
        assertEquals(time.path("synchronised").asBoolean() ? "1" : "0", reported.path("Synchronised").asText());
    }

    @Test
    void p3_5_resultsAreInOrderByTimeAndTasksByTheirDependencies() throws Exception {
        String first = site.task("first");
        String second = site.task("second");
        assertTrue(site.dispatch(site.pictures(second, 2, "'Dependencies':[{'TaskID':'" + first + "'}],"),
                site.pictures(first, 4, "")).isSuccess());
        site.awaitStatus(second, 0);
        Await.until("all have come", Site.SOON, () -> site.scheduler.distinctResults(first).size() == 4
                && site.scheduler.distinctResults(second).size() == 2);
        List<JsonNode> ordered = new ArrayList<>(site.scheduler.distinctResults(first));
        ordered.addAll(site.scheduler.distinctResults(second));
        ordered.sort(Comparator.comparingLong(result -> result.path("Ts").asLong()));
        List<String> keys = ordered.stream().map(result -> result.path("Key").asText().replaceFirst("/.*/", "/")).toList();
        assertEquals(List.of(first + "/n-1", first + "/n-2", first + "/n-3", first + "/n-4", second + "/n-1", second + "/n-2"), keys);
    }

    @Test
    void p3_6_aNodeOfAnotherMakeIsUnderstoodAndUnderstands() throws Exception {
        ForeignNode.Answer answer = site.scheduler.command("total_res_query", "'Maker':{'Beyond':[1,null]},'MessageBody':{}");
        assertTrue(answer.isSuccess(), answer.body().toString());
        assertEquals(Site.LOWER, answer.body().at("/TotalResourceList/0/DeviceID").asText());
        String task = site.task("understood");
        assertTrue(site.dispatch(site.pictures(task, 1, "")).isSuccess());
        Await.until("its result has come", Site.SOON, () -> site.scheduler.distinctResults(task).size() == 1);
        Await.until("its end was reported", Site.SOON, () -> site.scheduler.states(task).stream()
                .anyMatch(state -> state.path("ExecutionStatus").asText().equals("0")));
    }

    @Test
    void p3_6_aNodeThatKnowsNothingButMqttIsUnderstoodAsWell() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        Set<String> keys = new ConcurrentSkipListSet<>();
        String task = site.task("carried");
        try (ForeignMqttNode node = Await.value("the broker is there", Site.SOON, () -> site.byMqtt(pool, message -> {
            if (message.at("/MessageBody/TaskID").asText().equals(task) && message.at("/MessageBody").has("TaskResultData")) {
                keys.add(message.at("/MessageBody/Key").asText());
            }
        }))) {
            Await.until("it is registered", Site.SOON,
                    () -> node.session("Register").at("/ResponseStatusObject/StatusCode").asInt(-1) == 0);
            assertEquals("0", ask(node, "task_dispatch", "'DeviceID':'" + Site.LOWER + "','MessageBody':{'TaskDispatchList':["
                    + site.pictures(task, 3, "", "{'DeviceID':'" + Site.BY_MQTT + "'}") + "]}").path("StatusCode").asText());
            Await.until("its results have come", Site.SOON, () -> keys.size() == 3);
            assertEquals("1", ask(node, "task_ops_control", "'MessageBody':{'OpsControlList':[{'TaskID':'nobody','Control':1}]}")
                    .path("StatusCode").asText());
            assertEquals(0, node.session("UnRegister").at("/ResponseStatusObject/StatusCode").asInt(-1));
        } finally {
            pool.shutdownNow();
        }
    }

    private static JsonNode ask(ForeignMqttNode node, String type, String body) throws Exception {
        return node.ask("System/Command", ("{'CommandType':'" + type + "','CommandIdx':1," + body + "}").replace('\'', '"'));
    }

    @Test
    void p3_7_p3_18_aTaskGoesOnWhereItWasThoughItsReceiverWasAwayAndTheGatewayKilled() throws Exception {
        String task = site.task("interrupted");
        assertTrue(site.dispatch(site.pictures(task, 15, "")).isSuccess());
        Await.until("the first have come", Site.SOON, () -> site.scheduler.distinctResults(task).size() >= 3);
        site.scheduler.refuse(true);
        Await.until("some wait", Site.SOON, () -> waiting(site.scheduler.id()) > 1);
        site.scheduler.refuse(false);
        site.killLower();
        site.awaitStatus(task, 0);
        Await.until("all have come", Site.SOON, () -> site.scheduler.distinctResults(task).size() == 15);
        Set<String> bodies = new TreeSet<>();
        site.scheduler.results(task).forEach(result -> bodies.add(result.path("Key") + " " + result.path("Ts")));
        assertEquals(15, bodies.size(), "what comes again says the same, so nothing was done twice: " + bodies);
    }

    private long waiting(String destination) throws Exception {
        for (JsonNode queue : site.lower.get("/api/outbox")) {
            if (queue.path("destination").asText().equals(destination)) {
                return queue.path("letters").asLong();
            }
        }
        return 0;
    }

    @Test
    void p3_13_tasksAreStoppedStartedPausedContinuedAndChanged() throws Exception {
        String task = site.task("ordered");
        assertTrue(site.dispatch(site.pictures(task, 0, "")).isSuccess());
        Await.until("it runs", Site.SOON, () -> !site.scheduler.results(task).isEmpty());
        assertTrue(site.control(task, 2, "").isSuccess());
        assertEquals(2, site.state(task).path("ExecutionStatus").asInt());
        assertTrue(site.control(task, 3, "").isSuccess());
        int paused = site.scheduler.distinctResults(task).size();
        Await.until("it goes on", Site.SOON, () -> site.scheduler.distinctResults(task).size() > paused + 1);
        assertTrue(site.control(task, 4, ",'AlgArgs':{'Quality':100}").isSuccess());
        int coarse = size(site.scheduler.distinctResults(task).get(0));
        Await.until("pictures are finer", Site.SOON, () -> {
            List<JsonNode> results = site.scheduler.distinctResults(task);
            return size(results.get(results.size() - 1)) > coarse * 1.1;
        });
        assertTrue(site.control(task, 4, ",'AlgArgs':{'Quality':0}").body().toString().contains("Quality"));
        assertTrue(site.control(task, 1, "").isSuccess());
        assertEquals("1", site.state(task).path("Stopped").asText());
        assertTrue(site.control(task, 0, "").isSuccess());
        site.awaitStatus(task, 1);
        assertTrue(site.control(task, 1, "").isSuccess());
        assertEquals("1", site.control("nobody", 1, "").body().path("StatusCode").asText());
    }

    private static int size(JsonNode result) {
        return result.at("/TaskResultData/ImageResult/ImageData").asText().length();
    }

    @Test
    void p3_14_resultsAreForwardedToNodesAndAddressesToBeKeptAndShown() throws Exception {
        String task = site.task("forwarded");
        try (ResultReceiver receiver = ResultReceiver.start()) {
            assertTrue(site.dispatch(site.pictures(task, 3, "", "{'DeviceID':'" + site.scheduler.id() + "'},{'DeviceID':'"
                    + site.neighbour.id() + "','OutputURL':'" + receiver.address() + "'}")).isSuccess());
            Await.until("everybody has three", Site.SOON, () -> receiver.keys().size() == 3
                    && site.scheduler.distinctResults(task).size() == 3 && site.neighbour.distinctResults(task).size() == 3);
        }
        for (JsonNode result : site.neighbour.distinctResults(task)) {
            byte[] picture = result.at("/TaskResultData/ImageResult/ImageData").binaryValue();
            assertNotNull(ImageIO.read(new ByteArrayInputStream(picture)), "it can be shown");
        }
    }
}
