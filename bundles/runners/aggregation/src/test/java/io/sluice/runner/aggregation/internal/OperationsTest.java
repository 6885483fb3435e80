package io.sluice.runner.aggregation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.message.JsonArray;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.JsonValue;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.AnalysisResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is made of results of two or three tasks. */
class OperationsTest {

    private static final List<String> TASKS = List.of("a", "b", "c");
    private static final Instant NOW = Instant.ofEpochMilli(Given.START + 3_600_000);

    @Test
    void aMajorityIsPassedOnAndContradictionsAreTold() {
        List<JsonNode> made = work(Given.doing("check"),
                Given.result("a", 0, Given.thing("defect", 0.9, 0.1, 0.1, 0.2, 0.2), Given.thing("scratch", 0.6, 0.7, 0.7, 0.1, 0.1)),
                Given.result("b", 10, Given.thing("defect", 0.8, 0.11, 0.1, 0.2, 0.2)),
                Given.result("c", 20, Given.thing("defect", 0.7, 0.6, 0.1, 0.2, 0.2)));
        assertEquals(1, made.size());
        JsonNode check = made.get(0).path("Check");
        assertEquals(1, made.get(0).path("Parts").size());
        assertEquals("defect", made.get(0).at("/Parts/0/Label").asText());
        assertEquals(2, made.get(0).at("/Parts/0/Votes").asInt());
        assertEquals(3, check.path("Voters").asInt());
        assertEquals(3, check.path("Contradictions").size(), check.toString());
        assertEquals("[\"c\"]", check.at("/Contradictions/0/Against").toString());
        assertEquals("[\"a\"]", contradiction(check, "scratch").path("For").toString());
    }

    @Test
    void measuredValuesAgreeWithinTheDifferenceAndTheSilentAreNamed() {
        JsonObject.Builder arguments = Given.doing("check").put("Difference", JsonValue.of(0.5));
        List<JsonNode> made = work(arguments, Given.result("a", 0, Given.reading("temperature", 20.1)),
                Given.result("b", 0, Given.reading("temperature", 20.4)));
        assertEquals(1, made.get(0).path("Parts").size());
        assertEquals("[\"c\"]", made.get(0).at("/Check/Silent").toString());
        assertEquals(0, made.get(0).at("/Check/Contradictions").size());
        made = work(Given.doing("check").put("Difference", JsonValue.of(0.5)), Given.result("a", 0, Given.reading("temperature", 20.1)),
                Given.result("b", 0, Given.reading("temperature", 35)));
        assertEquals(0, made.get(0).path("Parts").size());
        assertEquals(2, made.get(0).at("/Check/Contradictions").size());
    }

    @Test
    void boxesOfOneThingBecomeTheirMeanByScore() {
        List<JsonNode> made = work(Given.doing("fuse"), Given.result("a", 0, Given.thing("car", 0.8, 0.1, 0.1, 0.2, 0.2)),
                Given.result("b", 0, Given.thing("car", 0.4, 0.13, 0.1, 0.2, 0.2), Given.thing("person", 0.9, 0.1, 0.1, 0.2, 0.2)));
        JsonNode car = part(made.get(0), "car");
        assertEquals(0.11, car.at("/Box/X").asDouble(), 1e-6);
        assertEquals(0.6, car.path("Score").asDouble(), 1e-6);
        assertEquals(2, car.path("Sources").asInt());
        assertEquals(0.45, part(made.get(0), "person").path("Score").asDouble(), 1e-6, "one of two did not see it");
    }

    @Test
    void weightsMoveTheMeanAndTheBestKeepsItsBox() {
        TaskResultBody[] results = {
            Given.result("a", 0, Given.thing("car", 0.5, 0.1, 0.1, 0.2, 0.2)),
            Given.result("b", 0, Given.thing("car", 0.5, 0.14, 0.1, 0.2, 0.2))
        };
        JsonObject weights = JsonObject.builder().put("b", 3).build();
        List<JsonNode> made = work(Given.doing("fuse").put("Weights", weights), results);
        assertEquals(0.13, part(made.get(0), "car").at("/Box/X").asDouble(), 1e-6);
        made = work(Given.doing("fuse").put("Method", "best").put("Weights", weights), results);
        assertEquals(0.14, part(made.get(0), "car").at("/Box/X").asDouble(), 1e-6);
        assertEquals(1, made.get(0).path("Parts").size());
    }

    @Test
    void resultsOfOtherPicturesAreNotFused() {
        List<JsonNode> made = work(Given.doing("fuse").put("ToleranceMillis", 10),
                Given.result("a", 0, Given.thing("car", 0.8, 0.1, 0.1, 0.2, 0.2)),
                Given.result("b", 11, Given.thing("car", 0.8, 0.1, 0.1, 0.2, 0.2)));
        assertEquals(2, made.size());
    }

    @Test
    void aWindowIsSortedAndCut() {
        List<JsonNode> made = work(Given.doing("sort").put("WindowMillis", 1000).put("By", "Score").put("Descending", JsonValue.of(true))
                        .put("Most", 2),
                Given.result("a", 0, Given.thing("x", 0.2), Given.thing("y", 0.9)), Given.result("b", 500, Given.thing("z", 0.5)),
                Given.result("b", 1500, Given.thing("w", 0.1)));
        assertEquals(2, made.size());
        assertEquals("y", made.get(0).at("/Parts/0/Label").asText());
        assertEquals("z", made.get(0).at("/Parts/1/Label").asText());
        assertEquals(3, made.get(0).at("/Window/Parts").asInt());
        assertEquals("b", made.get(0).at("/Parts/1/Source/TaskID").asText());
    }

    @Test
    void whoLooksAlikeOnTwoCamerasIsOneAndWhoDoesNotIsAnother() {
        List<JsonNode> made = work(Given.doing("associate"),
                Given.result("a", 0, Given.looking(person(1), 1, 0, 0.1), Given.looking(person(2), 0, 1, 0)),
                Given.result("b", 400, Given.looking(person(7), 0.1, 1, 0.1), Given.looking(person(8), 0, 0, 1)),
                Given.result("a", 800, person(1)));
        long first = identity(made.get(0), 0);
        long second = identity(made.get(0), 1);
        assertNotEquals(first, second);
        assertEquals(second, identity(made.get(1), 0));
        assertFalse(List.of(first, second).contains(identity(made.get(1), 1)));
        assertEquals(first, identity(made.get(2), 0), "its own camera follows it without features");
    }

    @Test
    void whoIsLostByTheTrackerIsKnownByItsLooks() {
        List<JsonNode> made = work(Given.doing("associate"), Given.result("a", 0, Given.looking(person(1), 1, 0)),
                Given.result("a", 500, Given.looking(person(2), 1, 0)), Given.result("a", 5000, Given.looking(person(3), 1, 0.1)));
        assertNotEquals(identity(made.get(0), 0), identity(made.get(1), 0), "both were followed within a second: two that look alike");
        assertTrue(List.of(identity(made.get(0), 0), identity(made.get(1), 0)).contains(identity(made.get(2), 0)));
    }

    @Test
    void thePlateTellsOneCarFromAnotherThatLooksTheSame() {
        JsonObject.Builder arguments = Given.doing("associate")
                .put("By", new JsonArray(List.of(JsonValue.of("Text"), JsonValue.of("Vector"))));
        List<JsonNode> made = work(arguments, Given.result("a", 0, Given.looking(car("A12345"), 1, 0)),
                Given.result("b", 100, Given.looking(car("B99999"), 1, 0)), Given.result("c", 200, Given.looking(car("A12345"), 0, 1)));
        assertNotEquals(identity(made.get(0), 0), identity(made.get(1), 0));
        assertEquals(identity(made.get(0), 0), identity(made.get(2), 0));
    }

    @Test
    void whatStandsAtOnePlaceAtOneTimeIsOne() {
        // Camera b looks from the other side: its picture is the plane turned by half.
        JsonObject planes = JsonObject.builder().put("a", plane(10, 0, 0, 0, 10, 0)).put("b", plane(-10, 0, 10, 0, -10, 10)).build();
        JsonObject.Builder arguments = Given.doing("associate").put("By", new JsonArray(List.of(JsonValue.of("Place"))))
                .put("Planes", planes).put("Distance", JsonValue.of(0.5));
        List<JsonNode> made = work(arguments, Given.result("a", 0, Given.thing("person", 0.9, 0.1, 0.1, 0.2, 0.2)),
                Given.result("b", 100, Given.thing("person", 0.9, 0.71, 0.5, 0.2, 0.2), Given.thing("person", 0.9, 0.1, 0.1, 0.2, 0.2)),
                Given.result("b", 9000, Given.thing("person", 0.9, 0.71, 0.5, 0.2, 0.2)));
        assertEquals(identity(made.get(0), 0), identity(made.get(1), 0));
        assertNotEquals(identity(made.get(0), 0), identity(made.get(1), 1));
        assertNotEquals(identity(made.get(0), 0), identity(made.get(2), 0), "too long ago to be known by its place");
    }

    @Test
    void identitiesOutliveTheCheckpointAndFit() {
        JsonObject arguments = Given.doing("associate").build();
        Operation operation = Operation.of(Wish.of(arguments), TASKS);
        double[] vector = new double[2048];
        AnalysisResult[] crowd = new AnalysisResult[900];
        for (int one = 0; one < crowd.length; one++) {
            vector = new double[2048];
            vector[one] = 1;
            crowd[one] = Given.looking(Given.thing("person", 0.9), vector);
        }
        Operation.Outcome many = operation.work(List.of(input(Given.result("a", 0, crowd))), Json.MAPPER.createObjectNode());
        State state = State.fresh().closing(Given.START, Map.of()).closed(List.of(), 1, many.memory());
        assertTrue(state.bytes().length < 1 << 20, "a checkpoint of " + state.bytes().length + " bytes");
        JsonNode memory = State.read(state.bytes()).memory();
        Operation.Outcome again = operation.work(
                List.of(input(Given.result("b", 100, Given.looking(Given.thing("person", 0.9), vector)))), memory);
        assertEquals(900, identity(told(again).get(0), 0));
    }

    @Test
    void whatSeveralKindsOfSourcesSayTogetherIsConcluded() throws Exception {
        JsonObject.Builder arguments = Given.doing("join").put("Rules", new JsonArray(List.of(JsonObject.builder()
                .put("Say", "person at hot part").put("All", new JsonArray(List.of(
                        JsonObject.builder().put("Label", "person").put("Least", JsonValue.of(0.5)).build(),
                        JsonObject.builder().put("Name", "temperature").put("Least", 60).build(),
                        JsonObject.builder().put("Label", "guard").put("None", JsonValue.of(true)).build()))).build())));
        List<JsonNode> made = work(arguments,
                Given.result("a", 0, Given.thing("person", 0.9)), Given.result("b", 300, Given.reading("temperature", 71)),
                Given.result("a", 10_000, Given.thing("person", 0.9)), Given.result("b", 10_000, Given.reading("temperature", 40)),
                Given.result("a", 20_000, Given.thing("person", 0.9), Given.thing("guard", 0.4)),
                Given.result("b", 20_000, Given.reading("temperature", 71)));
        assertEquals(1, made.size());
        assertEquals("person at hot part", made.get(0).at("/Parts/0/Label").asText());
        assertEquals(2, made.get(0).at("/Parts/0/Evidence").size());
        assertEquals(71, made.get(0).at("/Parts/0/Evidence/1/Value").asDouble());
    }

    private static JsonArray plane(double... values) {
        return new JsonArray(Stream.concat(Arrays.stream(values).mapToObj(JsonValue::of),
                Stream.of(JsonValue.of(0), JsonValue.of(0), JsonValue.of(1))).toList());
    }

    private static AnalysisResult person(long track) {
        return Given.thing("person", 0.9, JsonObject.builder().put("TrackID", track).build());
    }

    private static AnalysisResult car(String plate) {
        return Given.thing("car", 0.9, JsonObject.builder().put("Text", plate).build());
    }

    private static Input input(TaskResultBody body) {
        return Input.of(body, TASKS, NOW);
    }

    private static List<JsonNode> work(JsonObject.Builder arguments, TaskResultBody... results) {
        Operation operation = Operation.of(Wish.of(arguments.build()), TASKS);
        List<Input> batch = Stream.of(results).map(OperationsTest::input).sorted(Input.ORDER).toList();
        return told(operation.work(batch, Json.MAPPER.createObjectNode()));
    }

    /** The extra members, and the data of the parts as {@code Parts}. */
    private static List<JsonNode> told(Operation.Outcome outcome) {
        return outcome.made().stream().map(made -> {
            List<JsonValue> parts = made.data().analysisResult().orElse(List.of()).stream()
                    .map(part -> (JsonValue) part.resultData().orElseThrow()).toList();
            return Json.of(Json.with(made.data().extra(), "Parts", new JsonArray(parts)));
        }).toList();
    }

    private static long identity(JsonNode made, int part) {
        return made.path("Parts").path(part).path("Identity").asLong();
    }

    private static JsonNode part(JsonNode made, String label) {
        for (JsonNode part : made.path("Parts")) {
            if (part.path("Label").asText().equals(label)) {
                return part;
            }
        }
        throw new AssertionError(made.toString());
    }

    private static JsonNode contradiction(JsonNode check, String label) {
        for (JsonNode one : check.path("Contradictions")) {
            if (one.path("Label").asText().equals(label)) {
                return one;
            }
        }
        throw new AssertionError(check.toString());
    }
}
