package io.sluice.itest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.ForeignNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** P2: what a task is described by (clause 6.3), given to a running gateway by a node of another make. */
@ExtendWith(Site.Starter.class)
class TaskDescriptionIT {

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
    void p2_1_everyTypeOfTaskHasARunnerAndPicturesClipsAndFeaturesAreMade() throws Exception {
        for (int type = 1; type <= 10; type++) {
            String message = site.dispatch(described(site.task("type"), type, "", "'Nonsense':1", "'TaskID':'none','DeviceID':'"
                    + site.neighbour.id() + "'")).body().toString();
            assertTrue(message.contains("\"StatusCode\":\"1\"") && !message.contains("No runner"), "type " + type + ": " + message);
        }
        String unknown = site.dispatch(described(site.task("type"), 11, "", "'Nonsense':1", "")).body().toString();
        assertTrue(unknown.contains("No runner"), unknown);

        String stream = "'StreamURL':'" + site.camera() + "',";
        String small = site.task("small");
        String clip = site.task("clip");
        String coded = site.task("coded");
        ForeignNode.Answer taken = site.dispatch(
                described(small, 2, stream + "'TaskFrameRate':5,", "'Count':2,'Steps':[{'Operator':'grey'},{'Operator':'scale',"
                        + "'Arguments':{'Width':64}}]", ""),
                described(clip, 3, stream, "'Codec':'VP9','Width':64,'SegmentSeconds':1,'BitRate':100", ""),
                described(coded, 4, "", "'Mode':'ENCODE','Features':[{'Vector':[0.5,-0.25,1.0]}]", ""));
        assertTrue(taken.isSuccess(), taken.body().toString());
        Await.until("a small picture has come", Site.SOON, () -> site.scheduler.results(small).stream()
                .anyMatch(result -> result.at("/TaskResultData/ImageResult/ImageInfo/Width").asInt() == 64));
        Await.until("a clip has come", Site.SOON, () -> site.scheduler.results(clip).stream()
                .anyMatch(result -> result.at("/TaskResultData/VideoResult/VideoSliceInfo/Pictures").asInt() > 0));
        Await.until("an encoded feature has come", Site.SOON, () -> site.scheduler.results(coded).toString().contains("sluice-feature-1"));
        assertTrue(site.control(clip, 1, "").isSuccess());
    }

    @Test
    void p2_1_aClassicAlgorithmFindsAndFeaturesAreGatheredAndSearched() throws Exception {
        String moving = site.task("moving");
        String known = site.task("known");
        String sought = site.task("sought");
        Await.until("the algorithm is in use", Site.SOON, () -> site.dispatch(described(moving, 6,
                "'StreamURL':'" + site.camera() + "','TaskFrameRate':5,", "", "").replace("'AlgID':0", "'AlgID':" + Site.CLASSIC)).isSuccess());
        assertTrue(site.dispatch(described(known, 9, "", "'Mode':'GATHER','Library':'" + known + "','Features':["
                + "{'ID':'a','Label':'Ann','Vector':[1.0,0.0,0.0]},{'ID':'b','Label':'Bo','Vector':[0.0,1.0,0.0]}]", "")).isSuccess());
        site.awaitStatus(known, 0);
        ForeignNode.Answer search = site.dispatch(described(sought, 9, "", "'Mode':'SEARCH','Library':'" + known
                + "','TopK':1,'Features':[{'Vector':[0.1,0.9,0.0]}]", ""));
        assertTrue(search.isSuccess(), search.body().toString());
        Await.until("an answer has come", Site.SOON, () -> !site.scheduler.results(sought).isEmpty());
        JsonNode match = site.scheduler.results(sought).get(0).at("/TaskResultData/AnalysisResult/0/ResultData");
        assertEquals("Bo", match.at("/Candidates/0/Label").asText(), match.toString());
        Await.until("something moves", Site.SOON, () -> site.scheduler.results(moving).toString().contains("\"Kind\":\"Detection\""));
    }

    @Test
    void p2_1_aModelIsTrainedAndResultsAreMergedOfWhatOtherNodesSend() throws Exception {
        String learnt = site.task("learnt");
        String samples = site.task("samples");
        String merged = site.task("merged");
        String left = site.task("left");
        String right = site.task("right");
        ForeignNode.Answer taken = site.dispatch(
                described(learnt, 7, "", "'Method':'linear-probe','Samples':60", data(samples, site.scheduler)),
                described(merged, 10, "", "'Operation':'merge','LatenessMillis':200,'IdleSeconds':1",
                        data(left, site.scheduler) + "},{" + data(right, site.neighbour)));
        assertTrue(taken.isSuccess(), taken.body().toString());
        Random random = new Random(3);
        for (int group = 1; group <= 10; group++) {
            Site.tell(site.scheduler, samples, group, IntStream.range(0, 6).mapToObj(index -> sample(index % 2 == 0, random))
                    .collect(Collectors.joining(",")));
        }
        long now = System.currentTimeMillis();
        Site.tell(site.neighbour, right, now + 2, "{'ResultData':{'Kind':'Detection','Label':'dog','Score':0.5}}");
        Site.tell(site.scheduler, left, now + 1, "{'ResultData':{'Kind':'Detection','Label':'cat','Score':0.5}}");
        Await.until("a model has come", Site.SOON, () -> !site.scheduler.results(learnt).isEmpty());
        JsonNode model = site.scheduler.results(learnt).get(0).path("TaskResultData");
        assertEquals("[\"bad\",\"good\"]", model.at("/Model/Classes").toString());
        assertEquals(model.at("/Model/Bytes").asInt(), model.at("/Model/Content").binaryValue().length);
        Await.until("both have come, the elder first", Site.SOON, () -> site.scheduler.distinctResults(merged).stream()
                .map(result -> result.at("/TaskResultData/Source/TaskID").asText()).toList().equals(List.of(left, right)));
    }

    private static String data(String task, ForeignNode from) {
        return "'TaskID':'" + task + "','DeviceID':'" + from.id() + "','ExtendedInfo':{'Kind':'data'}";
    }

    private static String sample(boolean good, Random random) {
        return String.format(Locale.ROOT, "{'FeatureInfo':{'Vector':[%.3f,%.3f]},'ResultData':{'Kind':'Detection','Label':'%s'}}",
                (good ? 1 : -1) + random.nextDouble() - 0.5, random.nextDouble(), good ? "good" : "bad");
    }

    private String described(String task, int type, String input, String arguments, String dependency) {
        return "{'TaskID':'" + task + "','TaskType':" + type + ",'TaskAttr':0,'AlgModelInfo':{'AlgID':0,'AlgVersion':'1'},"
                + (dependency.isEmpty() ? "" : "'Dependencies':[{" + dependency + "}],") + "'InputInfo':{" + input + "'AlgArgs':{"
                + arguments + "}},'DstDeviceList':[{'DeviceID':'" + site.scheduler.id() + "'}]}";
    }

    @Test
    void p2_2_aTaskOfHigherPriorityRunsFirstAndTimesAreKept() throws Exception {
        List<String> running = List.of(site.task("running"), site.task("running"), site.task("running"), site.task("running"));
        for (String task : running) {
            assertTrue(site.dispatch(site.pictures(task, 0, "")).isSuccess());
            site.awaitStatus(task, 1);
        }
        String idle = site.task("idle");
        String urgent = site.task("urgent");
        assertTrue(site.dispatch(site.pictures(idle, 0, "'Priority':2,")).isSuccess());
        assertTrue(site.dispatch(site.pictures(urgent, 0, "'Priority':9,")).isSuccess());
        site.awaitStatus(urgent, 1);
        assertEquals(3, site.state(idle).path("ExecutionStatus").asInt(), "no more than four run at a time");
        site.stopAll();

        String later = site.task("later");
        assertTrue(site.dispatch(site.timed(later, 0,
                "'StartTime':'2099-01-01 00:00:00.00','EndTime':'2099-01-02 00:00:00.00'")).isSuccess());
        assertEquals(3, site.state(later).path("ExecutionStatus").asInt());
        assertTrue(site.control(later, 1, "").isSuccess());
        JsonNode over = site.dispatch(site.timed(site.task("over"), 0, "'EndTime':'2020-01-01 00:00:00.00'")).body();
        assertEquals("1", over.path("StatusCode").asText());
        assertTrue(over.toString().contains("TimeRange is over"), over.toString());
        JsonNode eleven = site.dispatch(site.pictures(site.task("eleven"), 0, "'Priority':11,")).body();
        assertTrue(eleven.toString().contains("Priority: expected"), eleven.toString());
    }

    @Test
    void p2_3_whatATaskNeedsIsHeldAgainstWhatIsThere() throws Exception {
        String unknown = site.task("unknown");
        JsonNode environment = site.dispatch(site.pictures(unknown, 0, "").replace("'TaskType':1,", "'TaskType':8,")
                .replace("'AlgID':0", "'AlgID':424242")).body();
        assertEquals("1", environment.path("StatusCode").asText());
        assertTrue(environment.toString().contains(unknown + ": 10: "), environment.toString());

        List<String> names = new ArrayList<>();
        List<String> many = new ArrayList<>();
        for (int index = 0; index < Site.MOST_TASKS + 1; index++) {
            names.add(site.task("many"));
            many.add(site.timed(names.get(index), 0, "'StartTime':'2099-01-01 00:00:00.00'"));
        }
        JsonNode resources = site.dispatch(many.toArray(String[]::new)).body();
        assertEquals("1", resources.path("StatusCode").asText());
        assertTrue(resources.toString().contains(": 20: "), resources.toString());
        for (String task : names) {
            assertFalse(site.state(task).has("TaskID"), "of a dispatch that is refused, nothing is kept");
        }
    }

    @Test
    void p2_4_inputsArgumentsCreationAndStatusAreTold() throws Exception {
        String task = site.task("described");
        assertTrue(site.dispatch(site.pictures(task, 3, "'TaskName':'球','Desc':'the ball','ParentTaskID':'whole',")).isSuccess());
        site.awaitStatus(task, 0);
        JsonNode state = site.state(task);
        assertEquals("球", state.path("TaskName").asText());
        assertEquals("whole", state.path("ParentTaskID").asText());
        assertEquals(1, state.path("TaskType").asInt());
        assertEquals(100, state.path("Progress").asInt());
        Await.until("three pictures have come", Site.SOON, () -> site.scheduler.distinctResults(task).size() == 3);
        JsonNode result = site.scheduler.distinctResults(task).get(0);
        assertTrue(result.path("CreateTime").asText().matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d\\d"), result.toString());
        assertEquals("whole", result.path("ParentTaskID").asText());
        ForeignNode.Answer wrong = site.dispatch(site.pictures(site.task("wrong"), 0, "").replace("'Quality':30", "'Quality':300"));
        assertTrue(wrong.body().toString().contains("Quality"), wrong.body().toString());
    }
}
