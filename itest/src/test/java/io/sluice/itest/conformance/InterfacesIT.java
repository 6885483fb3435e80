package io.sluice.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignNode;
import io.sluice.itest.harness.ResultReceiver;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** P6: the interfaces of clause 9, each used on a running gateway by a node of another make. */
@ExtendWith(Site.Starter.class)
class InterfacesIT {

    private static final String BELOW =
            "'DeviceList':[{'DeviceID':'" + Site.UPPER + "','HierarchicalQuery':'1'}]";

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
    void p6_1_resourcesAreQueriedOneSeveralBelowAndByConditions() throws Exception {
        assertEquals("[" + Site.UPPER + "]", devices("total_res_query", "", "TotalResourceList"));
        String both = "[" + Site.LOWER + ", " + Site.UPPER + "]";
        assertEquals(both, devices("total_res_query", BELOW, "TotalResourceList"));
        assertEquals(both, devices("available_res_query", BELOW, "AvailableResourceList"));
        assertEquals(both, devices("total_res_query", "'DeviceList':[{'DeviceID':'" + Site.UPPER
                + "','HierarchicalQuery':'0'},{'DeviceID':'" + Site.LOWER + "','HierarchicalQuery':'0'}]", "TotalResourceList"));
        assertEquals("[" + Site.LOWER + "]", devices("total_res_query", BELOW + ",'LatitudeMin':'35.000000'", "TotalResourceList"));
        assertEquals("[" + Site.UPPER + "]", devices("total_res_query", BELOW + ",'LongitudeMin':'120.000000'", "TotalResourceList"));
        JsonNode own = ask("total_res_query", "").at("/TotalResourceList/0");
        assertEquals(both, devices("total_res_query", BELOW + ",'ProductType':" + own.path("ProductType"), "TotalResourceList"));
        JsonNode chip = own.at("/ResourceInfo/ComputeResource");
        assertEquals(both, devices("available_res_query", BELOW + ",'Chip':" + chip.path("Chip") + ",'DriverVersion':"
                + chip.path("DriverVersion"), "AvailableResourceList"));
        assertEquals("[]", devices("total_res_query", BELOW + ",'Chip':'none'", "TotalResourceList"));
        assertEquals("[]", devices("total_res_query", BELOW + ",'DriverVersion':'none'", "TotalResourceList"));
    }

    private JsonNode ask(String type, String conditions) throws Exception {
        ForeignNode.Answer answer = site.cloud.command(type, "'MessageBody':{" + conditions + "}");
        assertTrue(answer.isSuccess(), answer.body().toString());
        return answer.body();
    }

    private String devices(String type, String conditions, String list) throws Exception {
        TreeSet<String> devices = new TreeSet<>();
        ask(type, conditions).path(list).forEach(one -> devices.add(one.path("DeviceID").asText()));
        return devices.toString();
    }

    @Test
    void p6_2_resourcesAreReportedByPatch() throws Exception {
        String total = "{\"DeviceID\":\"" + site.neighbour.id() + "\",\"DeviceType\":\"1\",\"ResourceInfo\":{\"IsValid\":\"Y\","
                + "\"CommonResource\":{\"TotalMemory\":4096,\"TotalStorage\":64,\"TotalBandwidth\":100}}}";
        ForeignNode.Answer taken = site.neighbour.send("PATCH", "/System/ResourceInfo/TotalResource", total);
        assertTrue(taken.isSuccess(), taken.body().toString());
        ForeignNode.Answer available = site.neighbour.send("PATCH", "/System/ResourceInfo/AvailableResource",
                "{\"DeviceID\":\"" + site.neighbour.id() + "\",\"ResourceInfo\":{\"IsValid\":\"Y\"}}");
        assertTrue(available.isSuccess(), available.body().toString());
        String known = site.lower.get("/api/nodes").toString();
        assertTrue(known.contains("\"TotalMemory\":4096"), known);
        ForeignNode.Answer others = site.neighbour.send("PATCH", "/System/ResourceInfo/TotalResource",
                total.replace(site.neighbour.id(), site.scheduler.id()));
        assertFalse(others.isSuccess());
        ForeignNode.Answer wrong = site.neighbour.send("PATCH", "/System/ResourceInfo/TotalResource", total.replace("4096", "\"4096\""));
        assertEquals(400, wrong.status());
        assertTrue(wrong.body().toString().contains("TotalMemory"), wrong.body().toString());
    }

    @Test
    void p6_3_algorithmsAreQueriedHereAndBelow() throws Exception {
        assertEquals("[" + Site.LOWER + ", " + Site.UPPER + "]", devices("algorithm_res_query", BELOW, "AlgResourceList"));
        JsonNode algorithm = ask("algorithm_res_query", "").at("/AlgResourceList/0/AlgInfoList/0");
        assertTrue(algorithm.path("AlgID").isInt() && algorithm.path("AlgStatus").isInt(), algorithm.toString());
        assertTrue(algorithm.at("/ModelList/0/ModelID").isInt(), algorithm.toString());
    }

    @Test
    void p6_4_aTaskIsAskedForCheckedAndTakenOrRefusedWithTheReason() throws Exception {
        String asked = "{'TaskType':1,'TaskName':'asked','InitiationInfo':{'DeviceID':'" + site.neighbour.id() + "','CustomInfo':"
                + "{'InputInfo':{'StreamURL':'" + site.camera() + "','TaskFrameRate':5,'AlgArgs':{'Count':2}}}}}";
        JsonNode taken = request(asked);
        assertEquals("0", taken.path("StatusCode").asText(), taken.toString());
        String task = taken.path("TaskID").asText();
        Await.until("its results have come to the node that asked", Site.SOON,
                () -> site.neighbour.distinctResults(task).size() == 2);
        assertEquals(task, request(asked).path("TaskID").asText(), "the same request is the same task");
        JsonNode away = request(asked.replace(site.camera(), "rtsp://127.0.0.1:1/none"));
        assertEquals("1", away.path("StatusCode").asText(), away.toString());
        assertTrue(away.path("Message").asText().contains("60: "), away.toString());
        JsonNode nameless = request(asked.replace("'TaskName':'asked',", ""));
        assertTrue(nameless.path("Message").asText().startsWith("TaskName:"), nameless.toString());
        JsonNode other = request(asked.replace(site.neighbour.id(), site.scheduler.id()));
        assertEquals("1", other.path("StatusCode").asText(), other.toString());
    }

    private JsonNode request(String body) throws Exception {
        return site.neighbour.send("POST", "/System/TaskRequest/", body.replace('\'', '"')).body();
    }

    @Test
    void p6_5_severalTasksAreDispatchedInOneCommandOrNone() throws Exception {
        String first = site.task("first");
        String then = site.task("then");
        String late = site.task("late");
        try (ResultReceiver receiver = ResultReceiver.start()) {
            ForeignNode.Answer taken = site.dispatch(
                    site.pictures(first, 2, "'ExecutionCond':{'TimeRange':[{'EndTime':'2099-01-01 00:00:00.00'}]},"),
                    site.pictures(then, 2, "'Dependencies':[{'TaskID':'" + first + "'}],", "{'OutputURL':'" + receiver.address() + "'}"),
                    site.timed(late, 2, "'StartTime':'2099-01-01 00:00:00.00'"));
            assertTrue(taken.isSuccess(), taken.body().toString());
            assertEquals("task_dispatch", taken.body().path("CommandType").asText());
            Await.until("the second has run after the first", Site.SOON, () -> receiver.keys().size() == 2);
            assertEquals(3, site.state(late).path("ExecutionStatus").asInt());
        }
        assertTrue(site.dispatch(site.pictures(first, 2, "'ExecutionCond':{'TimeRange':[{'EndTime':'2099-01-01 00:00:00.00'}]},"))
                .isSuccess(), "the same again changes nothing");
        assertFalse(site.dispatch(site.pictures(first, 3, "")).isSuccess(), "another of the same name is refused");
        String good = site.task("good");
        JsonNode refused = site.dispatch(site.pictures(good, 2, ""),
                site.pictures(site.task("bad"), 2, "").replace("'TaskType':1,", "'TaskType':99,")).body();
        assertEquals("1", refused.path("StatusCode").asText());
        assertFalse(site.state(good).has("TaskID"), "none is accepted where one is refused");
    }

    @Test
    void p6_6_everyOrderIsCarriedOut() throws Exception {
        String task = site.task("controlled");
        assertTrue(site.dispatch(site.pictures(task, 0, "")).isSuccess());
        site.awaitStatus(task, 1);
        int[][] orders = {{2, 2}, {3, 1}, {1, 0}, {0, 1}, {1, 0}};
        for (int[] order : orders) {
            ForeignNode.Answer answer = site.control(task, order[0], ",'DeviceID':'" + Site.LOWER + "'");
            assertTrue(answer.isSuccess(), answer.body().toString());
            site.awaitStatus(task, order[1]);
        }
        assertFalse(site.control(task, 3, "").isSuccess(), "what has ended cannot go on");
        assertEquals(400, site.control(task, 5, "").status(), "there is no such order");
    }

    @Test
    void p6_7_aResultCarriesItsPictureAndWhatItIsAbout() throws Exception {
        String task = site.task("result");
        assertTrue(site.dispatch(site.pictures(task, 1, "")).isSuccess());
        Await.until("it has come", Site.SOON, () -> site.scheduler.distinctResults(task).size() == 1);
        JsonNode result = site.scheduler.distinctResults(task).get(0);
        assertEquals(Site.LOWER, result.path("DeviceID").asText());
        assertEquals(site.scheduler.id(), result.at("/DstDeviceList/0/DeviceID").asText());
        assertEquals("Jpeg", result.at("/TaskResultData/ImageResult/ImageInfo/FileFormat").asText());
        byte[] picture = result.at("/TaskResultData/ImageResult/ImageData").binaryValue();
        assertTrue(picture[0] == (byte) 0xff && picture[1] == (byte) 0xd8, "no JPEG");

        String above = site.task("above");
        assertTrue(site.dispatch(site.pictures(above, 2, "", "{'DeviceID':'" + Site.UPPER + "'}")).isSuccess());
        Await.until("the gateway above has both", Site.SOON,
                () -> site.upper.get("/api/task-results?task=" + above).path("results").size() == 2);
    }

    @Test
    void p6_8_statesAreQueriedAndReportedWithTheStandardsCodes() throws Exception {
        String first = site.task("stopped");
        String then = site.task("hopeless");
        assertTrue(site.dispatch(site.pictures(first, 0, ""),
                site.pictures(then, 1, "'Dependencies':[{'TaskID':'" + first + "'}],")).isSuccess());
        site.awaitStatus(first, 1);
        assertEquals(3, site.state(then).path("ExecutionStatus").asInt());
        assertTrue(site.control(first, 2, "").isSuccess());
        site.awaitStatus(first, 2);
        assertTrue(site.control(first, 1, "").isSuccess());
        site.awaitStatus(first, 0);
        site.awaitStatus(then, 4);
        assertEquals(30, site.state(then).path("ExceptionCode").asInt());
        assertTrue(site.state(then).path("ExceptionDesc").asText().contains(first));
        Await.until("all of it was reported, the last state last", Site.SOON, () -> {
            List<JsonNode> told = site.scheduler.states(then);
            return !told.isEmpty() && told.get(told.size() - 1).path("ExceptionCode").asInt() == 30
                    && told.get(told.size() - 1).path("ExecutionStatus").asText().equals("4");
        });
        JsonNode all = site.scheduler.command("task_status_query", "'MessageBody':{}").body();
        assertTrue(all.findValuesAsText("TaskID").containsAll(List.of(first, then)), all.toString());
    }

    @Test
    void p6_9_everyWrongFieldIsRefusedByItsPathAndHarmsNothing() throws Exception {
        String dispatch = "{'CommandType':'task_dispatch','CommandIdx':1,'DeviceID':'" + Site.LOWER
                + "','MessageBody':{'TaskDispatchList':[" + site.pictures("never", 1, "'TaskName':'n','Desc':'d','Priority':1,"
                        + "'ExecutionCond':{'TimeRange':[{'StartTime':'2099-01-01 00:00:00.00'}]},"
                        + "'Dependencies':[{'TaskID':'other','DeviceID':'" + Site.UPPER + "'}],") + "]}}";
        int refused = 0;
        for (String message : new String[] {dispatch,
                "{'CommandType':'total_res_query','CommandIdx':1,'MessageBody':{'DeviceList':[{'DeviceID':'" + Site.LOWER
                        + "','HierarchicalQuery':'0'}],'LatitudeMin':'1.000000','Chip':'c','DriverVersion':'d','ProductType':'p'}}",
                "{'CommandType':'algorithm_res_query','CommandIdx':1,'MessageBody':{'DeviceList':[{'DeviceID':'" + Site.LOWER
                        + "','HierarchicalQuery':'0'}]}}",
                "{'CommandType':'task_ops_control','CommandIdx':1,'MessageBody':{'OpsControlList':[{'DeviceID':'" + Site.LOWER
                        + "','TaskID':'never','Control':1}]}}",
                "{'CommandType':'task_status_query','CommandIdx':1,'MessageBody':{'DeviceList':[{'DeviceID':'" + Site.LOWER
                        + "','HierarchicalQuery':'0','TaskIDList':['never']}]}}"}) {
            for (Mutations.Mutation wrong : Mutations.of(message)) {
                ForeignNode.Answer answer = site.scheduler.send("POST", "/System/Command", wrong.message());
                assertEquals("1", answer.body().path("StatusCode").asText(), wrong.message());
                assertTrue(answer.body().path("Message").asText().startsWith(wrong.path() + ":"), wrong.path() + " " + answer.body());
                refused++;
            }
        }
        assertTrue(refused > 80, "so many wrong messages were sent: " + refused);
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        for (String hostile : new String[] {"", "no JSON", "{", "[]", "{\"CommandType\":1}", "{\"CommandType\":\"none\"}",
            "{\"CommandType\":\"task_dispatch\",\"MessageBody\":" + deep + "}",
            dispatch.replace('\'', '"').replace("\"CommandIdx\":1", "\"CommandIdx\":1,\"CommandIdx\":1"),
            dispatch.replace('\'', '"').replace("\"n\"", "\"" + "球".repeat(43) + "\""),
            "{\"CommandType\":\"" + "x".repeat(2_000_000) + "\"}"}) {
            ForeignNode.Answer answer = site.scheduler.send("POST", "/System/Command", hostile);
            assertTrue(answer.status() >= 400 && answer.status() < 500, answer.toString());
            assertFalse(answer.body().path("Message").asText().isEmpty() || answer.isSuccess(), answer.toString());
        }
        assertEquals(200, site.lower.send("GET", "/system/health", null).statusCode());
        assertTrue(site.scheduler.command("total_res_query", "'MessageBody':{}").isSuccess());
        assertFalse(site.state("never").has("TaskID"));
    }
}
