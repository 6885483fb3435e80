package io.sluice.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.Gateway;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** P4: what an executor owes its scheduler (clause 7.6). */
@ExtendWith(Site.Starter.class)
class ExecutorDutiesIT {

    private static final String PERSON = "{'Type':1,'ResultData':{'Kind':'Detection','Label':'person','Score':0.5}}";

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
    void p4_9_resourcesAndAlgorithmsAreMonitoredQueriedAndReported() throws Exception {
        JsonNode total = site.scheduler.command("total_res_query", "'MessageBody':{}").body();
        JsonNode common = site.lower.get("/api/resources").at("/TotalResource/ResourceInfo/CommonResource");
        assertEquals(common, total.at("/TotalResourceList/0/ResourceInfo/CommonResource"));
        JsonNode free = site.scheduler.command("available_res_query", "'MessageBody':{}").body();
        assertTrue(free.at("/AvailableResourceList/0/ResourceInfo/CommonResource/AvailableMemory").asLong() > 0, free.toString());
        JsonNode algorithms = site.scheduler.command("algorithm_res_query", "'MessageBody':{}").body();
        assertEquals(Site.LOWER, algorithms.at("/AlgResourceList/0/DeviceID").asText(), algorithms.toString());
        String before = reported("available").path("at").asText();
        Await.until("what is free is reported again", Site.SOON, () -> !reported("available").path("at").asText().equals(before));
        assertEquals(common, reported("total").at("/report/ResourceInfo/CommonResource"));
    }

    private JsonNode reported(String kind) throws Exception {
        for (JsonNode node : site.upper.get("/api/nodes")) {
            if (node.path("device").asText().equals(Site.LOWER)) {
                return node.path(kind);
            }
        }
        return site.upper.get("/api/nodes").path("none");
    }

    @Test
    void p4_10_resultsOfSeveralNodesAreMergedAndSentOn() throws Exception {
        String left = site.task("left");
        String right = site.task("right");
        String merged = site.task("merged");
        assertTrue(site.dispatch("{'TaskID':'" + merged + "','TaskType':10,'TaskAttr':0,'AlgModelInfo':{'AlgID':0,'AlgVersion':'1'},"
                + "'Dependencies':[{'TaskID':'" + left + "','DeviceID':'" + site.neighbour.id() + "','ExtendedInfo':{'Kind':'data'}},"
                + "{'TaskID':'" + right + "','DeviceID':'" + site.scheduler.id() + "','ExtendedInfo':{'Kind':'data'}}],"
                + "'InputInfo':{'AlgArgs':{'Operation':'merge','LatenessMillis':200,'IdleSeconds':1}},"
                + "'DstDeviceList':[{'DeviceID':'" + site.neighbour.id() + "'}]}").isSuccess());
        site.awaitStatus(merged, 1);
        long now = System.currentTimeMillis();
        Site.tell(site.scheduler, right, now + 2, PERSON);
        Site.tell(site.neighbour, left, now + 1, PERSON);
        Site.tell(site.neighbour, left, now + 1, PERSON);
        Await.until("both have come, the elder first", Site.SOON, () -> site.neighbour.distinctResults(merged).stream()
                .map(result -> result.at("/TaskResultData/Source/TaskID").asText()).toList().equals(List.of(left, right)));
    }

    @Test
    void p4_11_whatCannotBeSentIsKeptAndArrivesOnce() throws Exception {
        String task = site.task("kept");
        site.neighbour.refuse(true);
        assertTrue(site.dispatch(site.pictures(task, 8, "", "{'DeviceID':'" + site.neighbour.id() + "'}")).isSuccess());
        site.awaitStatus(task, 0);
        assertEquals(List.of(), site.neighbour.results(task));
        assertTrue(site.lower.get("/api/outbox").toString().contains(site.neighbour.id()), "what waits is told");
        site.neighbour.refuse(false);
        Await.until("all have come", Site.SOON, () -> site.neighbour.distinctResults(task).size() == 8);
        Set<JsonNode> keys = new HashSet<>();
        site.neighbour.results(task).forEach(result -> keys.add(result.path("Key")));
        assertEquals(8, keys.size());
    }

    @Test
    void p4_12_aNodeLogsInAndOutAndTellsStatesFaultsAndUse() throws Exception {
        try (ForeignNode guest = new ForeignNode(Site.GUEST, "word", site.lower.address(""));
                ForeignNode stranger = new ForeignNode(Site.GUEST, "guessed", site.lower.address(""))) {
            assertFalse(stranger.register(), "a wrong password lets nobody in");
            assertTrue(guest.register());
            site.lower.awaitCode("link", Site.GUEST, Site.SOON, "link.online");
            assertEquals(200, guest.session("UnRegister", "").status());
            Await.until("it is gone", Site.SOON, () -> site.lower.status("link", Site.GUEST).isMissingNode());
            assertFalse(guest.command("total_res_query", "'MessageBody':{}").isSuccess(), "who has logged out must log in again");
        }
        String task = site.task("told");
        assertTrue(site.dispatch(site.pictures(task, 0, "")).isSuccess());
        Await.until("its use of resources is told", Site.SOON,
                () -> site.state(task).at("/ResourcesOccupied/PicturesEmitted").asInt() > 1);
        assertTrue(site.control(task, 1, "").isSuccess());
        Await.until("its states were reported", Site.SOON, () -> {
            List<String> states = site.scheduler.states(task).stream().map(state -> state.path("ExecutionStatus").asText()).toList();
            return states.contains("1") && states.get(states.size() - 1).equals("0");
        });
    }

    @Test
    void p4_13_theGatewayStartsAgainByItselfAndWhatWasAcceptedGoesOn() throws Exception {
        String task = site.task("resident");
        String queued = site.task("queued");
        assertTrue(site.dispatch(site.pictures(task, 0, ""), site.timed(queued, 2,
                "'StartTime':'2099-01-01 00:00:00.00'")).isSuccess());
        Await.until("it runs", Site.SOON, () -> !site.scheduler.results(task).isEmpty());
        site.crashLower();
        int before = site.scheduler.distinctResults(task).size();
        Await.until("it goes on by itself", Site.SOON, () -> site.scheduler.distinctResults(task).size() > before + 1);
        assertEquals(3, site.state(queued).path("ExecutionStatus").asInt());
        assertTrue(site.control(task, 1, "").isSuccess() && site.control(queued, 1, "").isSuccess());
        Await.until("nothing of it is left", Site.SOON, () -> !site.lower.get("/api/cameras").toString().contains("frames-"));
    }

    @Test
    void p4_14_whatCannotRunIsRefusedWithTheReason() throws Exception {
        String source = site.task("source");
        JsonNode unreachable = site.dispatch(site.pictures(source, 0, "")
                .replace(site.camera(), "rtsp://127.0.0.1:" + Gateway.freePort() + "/none")).body();
        assertTrue(unreachable.toString().contains(source + ": 60: "), unreachable.toString());
        String type = site.task("type");
        JsonNode unknown = site.dispatch(site.pictures(type, 0, "").replace("'TaskType':1,", "'TaskType':99,")).body();
        assertTrue(unknown.toString().contains(type + ": 10: "), unknown.toString());
        JsonNode elsewhere = site.scheduler.command("task_dispatch", "'DeviceID':'" + Site.UPPER
                + "','MessageBody':{'TaskDispatchList':[" + site.pictures(site.task("elsewhere"), 0, "") + "]}").body();
        assertEquals("1", elsewhere.path("StatusCode").asText());
        assertFalse(site.state(source).has("TaskID") || site.state(type).has("TaskID"), "nothing of it is kept");
    }
}
